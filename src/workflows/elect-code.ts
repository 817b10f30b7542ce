import { proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping } from '../activities/bookkeeping';
import type { ElectionRecord } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { BOOKKEEPING } from './activity-options';
import { describeExhaustion, elect } from './elect';
import type { Attempt, Task } from './task';
import { verifyElected } from './verify-part';
import { withCases } from './with-cases';

const { prepareCode, finishPart } =
  proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** Code that a task needs. */
export interface CodeWanted {
  /** What it must deliver; absent: the task's own contract. */
  readonly contract?: Hash;
  /** Whose children it calls, where the contract does not name them already. */
  readonly plan: Hash | null;
  readonly parts: readonly Hash[];
  readonly target: number;
  /** The task whose elected code it replaces. */
  readonly replaces?: string;
}

/** Elects code once, and has verifiers judge it where the run has them. */
export async function electCode(task: Task, code: CodeWanted): Promise<Attempt> {
  const { plan, parts, target } = code;
  const { family } = task.input.rules;
  const contract = code.contract ?? (await withCases(task));
  const prepared = await task.persist(() => prepareCode({ family, contract, plan, parts }));
  const { subject } = prepared;
  const outcome = await elect(task, {
    kind: 'code',
    subject,
    target,
    replaces: replacedBy(task, code),
  });
  if (outcome.winner === null) {
    const failure = describeExhaustion(outcome);
    if (parts.length === 0 || !isContradicted(outcome.record)) return { failure };
    const { id, record } = outcome;
    const asked = { family, contract: prepared.contract, parts, task: task.input.task };
    const answers = record.votes + flagsOf(record);
    return { failure, suspect: { kind: 'undecided', election: id, answers, ...asked } };
  }
  const { winner, contract: ruled = prepared.contract } = outcome;
  const elected = { contract: ruled, code: winner.artifact, parts };
  if (task.input.rules.verification !== true)
    return { part: await task.persist(() => finishPart(elected)) };
  const { runnersUp } = outcome;
  const known = { ...elected, task: task.input.task, runnersUp };
  return verifyElected(task, await task.persist(() => finishPart(known)));
}

/** A task that is done anew replaces another with the first code that it elects. */
function replacedBy({ input, attempt }: Task, { replaces }: CodeWanted): string | undefined {
  return replaces ?? (attempt === 1 ? input.renewal?.replaces : undefined);
}

/** Whether more answers contradicted the calls whose results are stated than kept them. */
function isContradicted({ redFlags, votes }: ElectionRecord): boolean {
  const { 'contradicts-example': examples = 0, 'contradicts-case': cases = 0 } = redFlags;
  return examples + cases > votes;
}

function flagsOf({ redFlags }: ElectionRecord): number {
  return Object.values(redFlags).reduce((sum, flags) => sum + flags, 0);
}
