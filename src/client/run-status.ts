import type { WorkflowExecutionStatusName } from '@temporalio/client';
import type { RunState, RunStatus } from '../workflows/messages';

/** States in which a run does nothing until someone says so, or ever. */
export function isSettled(state: RunState): boolean {
  return state !== 'running';
}

/** States that no message changes any more. */
export function hasEnded(state: RunState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/**
 * What the run says of itself, corrected by what the server says of its workflow: a workflow that was terminated or
 * timed out from outside could not say so itself.
 */
export function reconcile(status: RunStatus, execution: WorkflowExecutionStatusName): RunStatus {
  const closed = CLOSED_FROM_OUTSIDE[execution];
  if (closed === undefined || hasEnded(status.state)) return status;
  const failure =
    status.failure ??
    `the workflow was ${execution.toLowerCase()} on the server before it could end by itself`;
  return { ...status, state: closed, phase: 'ended', failure };
}

const CLOSED_FROM_OUTSIDE: Partial<Readonly<Record<WorkflowExecutionStatusName, RunState>>> = {
  FAILED: 'failed',
  TERMINATED: 'failed',
  TIMED_OUT: 'failed',
  CANCELLED: 'cancelled',
};
