/** What experiments showed of one part of an assembly that fails a check. */
export interface Suspect<Id = string> {
  readonly id: Id;
  /** Whether the failing check called it; null where calls could not be traced. */
  readonly wasCalled: boolean | null;
  /** Whether it fails its own recorded cases, run without the rest. */
  readonly failsAlone: boolean;
  /** Which of its runners-up, from 0, mends the failing check in its place; null when none does. */
  readonly mendedBy: number | null;
  /** Calls between it and the part whose check fails: 0 for that part itself. */
  readonly depth: number;
}

/**
 * Names the part at fault, or null when no experiment points at any. A part that the failing check never called is not at
 * fault, whatever else is wrong with it. One that fails alone is before one whose runner-up mends the check: the check
 * may be mended at several places, and the deepest is taken, since those above it only pass on what it does. Without
 * any such evidence, the one part that was called is to blame only where no other was.
 */
export function blame<Id>(suspects: readonly Suspect<Id>[]): Suspect<Id> | null {
  const called = suspects.filter(({ wasCalled }) => wasCalled !== false);
  const deepest = [...called].sort((a, b) => b.depth - a.depth);
  const proven =
    deepest.find(({ failsAlone }) => failsAlone) ??
    deepest.find(({ mendedBy }) => mendedBy !== null);
  if (proven !== undefined) return proven;
  return called.length === 1 ? (called[0] ?? null) : null;
}

/** One line for the user and the next decomposer: who is blamed and why, or that nobody is. */
export function describeBlame(suspect: Suspect | null): string {
  if (suspect === null)
    return 'No part is shown to be at fault: no runner-up mends it, and none fails alone.';
  const { id, failsAlone, mendedBy } = suspect;
  if (failsAlone) return `${id} is at fault: it fails its own cases.`;
  if (mendedBy !== null) return `${id} is at fault: a runner-up in its place mends it.`;
  return `${id} is at fault: nothing else was called.`;
}
