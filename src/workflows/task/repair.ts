import { executeChild, patched, proxyActivities } from '@temporalio/workflow';
import type { createFindBlame, Found } from '../../activities/find-blame';
import type { createRelink, Relinked } from '../../activities/relink';
import type { Renewal } from '../../activities/renewal';
import { shareTarget } from '../../domain/margin';
import { depthOf, isWithin, renewedPath, versionOf } from '../../domain/task-path';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING, INQUEST } from '../activity-options';
import { electCode } from './elect-code';
import type { SolveTask, Task, TaskInput } from './task';

const { findBlame } = proxyActivities<ReturnType<typeof createFindBlame>>(INQUEST);
const { relink } = proxyActivities<ReturnType<typeof createRelink>>(BOOKKEEPING);

/** A tree that is to be repaired. */
export interface Failing {
  readonly root: Hash;
  /** The part that fails: the root, or one below it that has lately been changed. */
  readonly part: Hash;
  /** Whose package fails its tests; null where the part does not keep its own contract. */
  readonly spec: Hash | null;
  /** What is found, for the user. */
  readonly complaint: string;
  /** Whether the root's own code was elected, so that it may be elected anew. */
  readonly isElected: boolean;
}

/**
 * Finds the part at fault, has it alone elected anew with the failing case in its contract, and puts it in its place: all
 * other parts are kept, and nothing else is asked. When the run's repairs are used up, the user is asked first.
 */
export async function repair(
  task: Task,
  failing: Failing,
): Promise<Relinked | { readonly failure: string }> {
  const { rules } = task.input;
  const { repairs = 0 } = rules;
  if (repairs === 0) return { failure: '' };
  const { root, part, spec, complaint } = failing;
  await task.progress.tell({ state: 'repairing', election: null, note: complaint });
  const found = await task.persist(() => findBlame({ family: rules.family, part, spec }));
  const blamed = blamedIn(found, failing);
  if (blamed === null) return { failure: found.why };
  if (!isWithin(blamed.task, task.input.task)) return repairSibling(task, failing, blamed, found);
  if (task.repairs >= repairs) {
    await task.refer({ code: 'repair.stuck', message: describeStuck(task, complaint) });
    return { failure: `After ${repairs} repairs it still failed.` };
  }
  task.repairs += 1;
  await task.progress.tell({ note: found.why });
  const renewed = await (blamed.part === root
    ? electOwn(task, blamed)
    : renew(task, blamed, found));
  if (typeof renewed !== 'string') return renewed;
  return task.persist(() => relink({ roots: [root], from: blamed.part, to: renewed }));
}

/**
 * Has the task above mend a part that this one only calls. One that is done anew cannot ask: whoever has it done is no
 * task that waits for its children.
 */
async function repairSibling(
  task: Task,
  { root }: Failing,
  blamed: Renewal,
  found: Found,
): Promise<Relinked | { readonly failure: string }> {
  const { why, parts } = found;
  if (task.input.renewal !== undefined || !patched('sibling-faults')) return { failure: why };
  await task.progress.tell({ note: why });
  const mended = await task.siblings.askAbove({ blamed, found: { why, parts } });
  if ('failure' in mended) return { failure: mended.failure };
  const substitution = { from: blamed.part, to: mended.part };
  const roots: readonly [Hash, ...Hash[]] = [root, ...task.parts];
  const relinked = await task.persist(() => relink({ roots, ...substitution }));
  task.parts = relinked.roots.slice(1);
  return relinked;
}

/** Where nobody is blamed, the code that brings the whole together is: it was elected, and the whole fails. */
function blamedIn({ blamed, own }: Found, { root, part, isElected }: Failing): Renewal | null {
  if (blamed === null) return isElected && part === root ? own : null;
  return blamed.part === root && !isElected ? null : blamed;
}

/** The code that brings the whole together is elected anew by the task itself, once; what it calls is kept. */
async function electOwn(
  task: Task,
  { contract, parts, task: replaces }: Renewal,
): Promise<Hash | { readonly failure: string }> {
  task.attempt += 1;
  const code = { contract, plan: null, parts, target: task.input.target, replaces };
  const attempt = await electCode(task, code);
  return 'part' in attempt ? attempt.part : { failure: attempt.failure };
}

/** Has a part at fault elected anew, alone; one that was before and is at fault again is decomposed. */
export async function renew(
  task: Task,
  blamed: Renewal,
  { why, parts: inTree }: Pick<Found, 'why' | 'parts'>,
): Promise<Hash | { readonly failure: string }> {
  const { rules, target } = task.input;
  const { contract, parts, whole, uses, task: replaces } = blamed;
  const path = renewedPath(replaces);
  const depth = depthOf(path);
  const isSplit = versionOf(replaces).version > 1 && depth < rules.maxDepth;
  const input: TaskInput = {
    ...whole,
    rules,
    task: path,
    uses,
    depth,
    target: shareTarget(target, inTree),
    failures: [why],
    approvePlan: false,
    renewal: { replaces, why, code: isSplit ? null : { contract, parts } },
  };
  const { part } = await task.persist(() =>
    executeChild<SolveTask>('solveTask', {
      workflowId: `${rules.run}/${path}`,
      args: [input],
      staticSummary: `${path}, in place of ${replaces}`,
    }),
  );
  return part ?? { failure: 'cancelled' };
}

function describeStuck({ input, repairs }: Task, complaint: string): string {
  const counted = repairs === 1 ? '1 repair' : `${repairs} repairs`;
  return `${input.task} still fails after ${counted}: ${complaint} Resume builds it another way; or make the spec more exact, configure a stronger model, or cancel.`;
}
