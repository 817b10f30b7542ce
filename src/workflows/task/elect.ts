import { executeChild } from '@temporalio/workflow';
import { NOTHING } from '../../domain/ledger';
import type { Hash } from '../../schemas/hash';
import type { ElectionOutcome } from '../election/election-outcome';
import { holdElection } from '../election/hold-election';
import type { TaskElectionKind } from '../messages';
import { electionRules } from './election-rules';
import { pathBelow, type Task } from './task';

export interface Question {
  readonly kind: TaskElectionKind;
  readonly subject: Hash;
  /** Wanted probability that the elected answer is right. */
  readonly target: number;
  /** The task whose elected code was found to be at fault, where that is why it is asked. */
  readonly replaces?: string | undefined;
}

/** Has a question of a task elected by a child workflow, and books what that cost. */
export async function elect(task: Task, question: Question): Promise<ElectionOutcome> {
  const { rules: run, task: path } = task.input;
  const { kind, subject, replaces } = question;
  const workflowId = `${run.run}/${pathBelow(task, '#', kind)}`;
  await task.progress.tell({ state: STATE_OF[kind], election: workflowId });
  const input = {
    task: path,
    kind,
    subject,
    ...electionRules(run, question),
    run,
    allowance: 0,
  };
  const outcome = await task.persist(() =>
    executeChild(holdElection, {
      workflowId,
      args: [input],
      staticSummary: `${kind} election of ${path}`,
    }),
  );
  const { id, record, usage, lostCalls, differences = [] } = outcome;
  for (const [at, difference] of differences.entries())
    task.progress.note({ id: `${id}/difference-${at + 1}`, record: difference, ...NOTHING });
  const booked = replaces === undefined ? record : { ...record, replaces };
  task.progress.note({ id, record: booked, usage, lostCalls });
  return outcome;
}

/** Why an election exhausted, in a line for the next decomposer and the user. */
export function describeExhaustion({ record, complaint }: ElectionOutcome): string {
  const { kind, votes, margin, lead, redFlags } = record;
  const flags = Object.entries(redFlags).map(([flag, count]) => `${count} ${flag}`);
  const flagged = flags.length === 0 ? '' : `, red flags: ${flags.join(', ')}`;
  return `The ${kind} election led by ${lead} of ${margin} after ${votes} votes${flagged}. ${complaint}`.trim();
}

const STATE_OF = { size: 'sizing', plan: 'planning', code: 'voting' } as const;
