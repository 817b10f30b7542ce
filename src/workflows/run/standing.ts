import type { PauseReason, TaskState } from '../messages';

/** Why a run stands still that the user has paused. */
export const PAUSED_BY_USER: PauseReason = {
  code: 'user',
  message: 'Paused by the user; resume continues the run.',
};

/** Why a run stands still whose budget is spent; `limit` says in words which figure of it. */
export function budgetSpent(limit: string): PauseReason {
  return {
    code: 'budget',
    message: `The budget is used up: ${limit}. Raise it to continue the run.`,
  };
}

/** No task in any state. */
export const NO_TASKS: Readonly<Record<TaskState, number>> = {
  waiting: 0,
  sizing: 0,
  planning: 0,
  splitting: 0,
  voting: 0,
  verifying: 0,
  repairing: 0,
  solved: 0,
  stuck: 0,
  discarded: 0,
};
