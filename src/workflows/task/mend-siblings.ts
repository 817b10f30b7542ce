import { proxyActivities } from '@temporalio/workflow';
import type { createRelink, Substitution } from '../../activities/relink';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { renew } from './repair';
import type { Mended, SiblingFault } from './sibling-faults';
import type { Task } from './task';
import { verifyChanged } from './verify-part';

const { relink } = proxyActivities<ReturnType<typeof createRelink>>(BOOKKEEPING);

/** The solved children of one task, by name: each may be elected anew while others that call it are under way. */
export interface Mending {
  /** Waits until a child has told of a fault in one that is solved. */
  readonly untilTold: () => Promise<void>;
  /** Has it elected anew, and gives the solved parts as they are then. */
  readonly mend: (solved: ReadonlyMap<string, Hash>) => Promise<ReadonlyMap<string, Hash>>;
  /** A part that was built with what has been replaced since, with what stands in its place. */
  readonly renewed: (part: Hash) => Promise<Hash>;
}

/** Nothing told before it was opened counts: it was told of children that have been thrown away. */
export function openMending(task: Task): Mending {
  const { siblings } = task;
  while (siblings.take() !== undefined);
  const replaced: Substitution[] = [];

  /** A part that calls, directly or not, what was replaced is verified anew; one that is refuted stays as it was. */
  const withReplaced = async (part: Hash, by: readonly Substitution[]): Promise<Hash> => {
    let now = part;
    for (const substitution of by) {
      const roots: readonly [Hash] = [now];
      const relinked = await task.persist(() => relink({ roots, ...substitution }));
      const attempt = await verifyChanged(task, relinked);
      if ('part' in attempt) now = attempt.part;
    }
    return now;
  };
  const goOn = () => task.progress.tell({ state: 'splitting', note: '' });

  const mend: Mending['mend'] = async (solved) => {
    const fault = siblings.take();
    if (fault === undefined) return solved;
    const { part: from } = fault.blamed;
    const known = replaced.find((substitution) => substitution.from === from);
    if (known !== undefined) {
      await siblings.answer(fault, { part: known.to });
      return solved;
    }
    const mended = await electAnew(task, fault);
    const now = new Map(solved);
    if ('part' in mended) {
      const substitution = { from, to: mended.part };
      replaced.push(substitution);
      for (const [name, part] of solved) now.set(name, await withReplaced(part, [substitution]));
    }
    await siblings.answer(fault, mended);
    await goOn();
    return now;
  };

  const renewed: Mending['renewed'] = async (part) => {
    if (replaced.length === 0) return part;
    const now = await withReplaced(part, replaced);
    await goOn();
    return now;
  };

  return { untilTold: siblings.untilTold, mend, renewed };
}

/** The run's repairs bound this too: who blames a part again and again gets no other in the end. */
async function electAnew(task: Task, { blamed, found }: SiblingFault): Promise<Mended> {
  const { repairs = 0 } = task.input.rules;
  if (task.repairs >= repairs)
    return { failure: `${found.why} All ${repairs} repairs are used up.` };
  task.repairs += 1;
  await task.progress.tell({ state: 'repairing', election: null, note: found.why });
  const part = await renew(task, blamed, found);
  return typeof part === 'string' ? { part } : part;
}
