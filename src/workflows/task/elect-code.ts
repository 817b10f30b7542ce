import { proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping } from '../../activities/bookkeeping';
import type { ElectionRecord } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import type { ElectionOutcome } from '../election/election-outcome';
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
  const learned = task.learned === null ? {} : { learned: task.learned };
  const asked = { family, contract, plan, parts, ...learned };
  const prepared = await task.persist(() => prepareCode(asked));
  const { subject } = prepared;
  const outcome = await elect(task, {
    kind: 'code',
    subject,
    target,
    replaces: replacedBy(task, code),
  });
  // Whatever becomes of this attempt: later ones do not pay for the same judgements, nor ask the user again.
  task.learned = outcome.ruled ?? task.learned;
  if (outcome.winner === null)
    return undecided(task, outcome, { ...code, contract: prepared.contract });
  const { winner, contract: ruled = prepared.contract } = outcome;
  const elected = { contract: ruled, code: winner.artifact, parts };
  if (task.input.rules.verification !== true)
    return { part: await task.persist(() => finishPart(elected)) };
  const { runnersUp } = outcome;
  const known = { ...elected, task: task.input.task, runnersUp };
  return verifyElected(task, await task.persist(() => finishPart(known)));
}

/** No code was elected; the answers may say that what they call is at fault. */
function undecided(
  { input }: Task,
  outcome: ElectionOutcome,
  { contract, parts }: { readonly contract: Hash; readonly parts: readonly Hash[] },
): Attempt {
  const failure = describeExhaustion(outcome);
  if (parts.length === 0 || !isContradicted(outcome)) return { failure };
  const { id, record } = outcome;
  const asked = { family: input.rules.family, contract, parts, task: input.task };
  const answers = record.votes + flagsOf(record);
  return { failure, suspect: { kind: 'undecided', election: id, answers, ...asked } };
}

/** A task that is done anew replaces another with the first code that it elects. */
function replacedBy({ input, attempt }: Task, { replaces }: CodeWanted): string | undefined {
  return replaces ?? (attempt === 1 ? input.renewal?.replaces : undefined);
}

/**
 * Whether more answers contradicted the calls whose results are stated than kept them. Those that discriminators have
 * turned away in this election say nothing of what is called: others with the same callees did what was found right.
 */
function isContradicted({ record, turnedAway = 0 }: ElectionOutcome): boolean {
  const { 'contradicts-example': examples = 0, 'contradicts-case': cases = 0 } = record.redFlags;
  return examples + cases - turnedAway > record.votes;
}

function flagsOf({ redFlags }: ElectionRecord): number {
  return Object.values(redFlags).reduce((sum, flags) => sum + flags, 0);
}
