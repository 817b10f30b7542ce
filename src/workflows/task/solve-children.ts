import { patched } from '@temporalio/workflow';
import type { PlannedChild } from '../../activities/bookkeeping';
import { readySet } from '../../domain/plan-dag';
import type { Hash } from '../../schemas/hash';
import type { Mending } from './mend-siblings';

/** Children of one task that are built at once; a plan may have more. */
const MAX_OPEN = 50;

/**
 * Solves the children in waves as their dependencies settle: each begins as soon as all it uses are solved. What one of
 * them finds at fault in another is mended meanwhile. Gives their parts in the plan's order; null when a child ended
 * without one, which only cancellation makes it do. However it ends, no child is under way then: each has told what it
 * spent (I3).
 */
export async function solveChildren(
  children: readonly PlannedChild[],
  solve: (child: PlannedChild, parts: readonly Hash[]) => Promise<Hash | null>,
  { untilTold, mend, renewed }: Mending,
): Promise<readonly Hash[] | null> {
  let solved = new Map<string, Hash>();
  let told: Promise<void> | undefined;
  const open = new Map<string, Promise<{ readonly name: string; readonly part: Hash | null }>>();
  const partsOf = (names: readonly string[]) => names.flatMap((name) => solved.get(name) ?? []);
  try {
    while (solved.size < children.length) {
      const ready = readySet(children, new Set(solved.keys())).filter(
        ({ name }) => !open.has(name),
      );
      for (const child of ready.slice(0, MAX_OPEN - open.size)) {
        const { name, uses } = child;
        open.set(
          name,
          solve(child, partsOf(uses)).then((part) => ({ name, part })),
        );
      }
      // Waited for once and not anew with each child: conditions that are never met would add up.
      told ??= untilTold();
      const ended = await Promise.race([...open.values(), told]);
      if (ended === undefined) {
        told = undefined;
        solved = new Map(await mend(solved));
        continue;
      }
      const { name, part } = ended;
      if (part === null) return null;
      open.delete(name);
      solved.set(name, await renewed(part));
    }
    return partsOf(children.map(({ name }) => name));
  } finally {
    // Before this change a cancelled task ended with the first of its children, and the server ended the others.
    if (open.size > 0 && patched('children-end-first')) await Promise.allSettled(open.values());
  }
}
