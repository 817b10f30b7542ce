/** The time that one program has. */
export interface Clock {
  readonly start: () => void;
  /** Counts the time since it was called last, and tells whether the program has run longer than it may. Call it often. */
  readonly late: () => boolean;
}

/**
 * Of the time between two looks so many milliseconds count whole, and of more a third. QuickJS looks once in 10,000 calls and
 * turns of loops, several times in 20 ms, unless these are slow; and while a thread waits for a processor nobody looks: on a
 * busy machine honest code would be taken for code that does not end.
 */
const WHOLE_MS = 20;
const SHARE = 1 / 3;

/** A clock that stands until its start, and counts the time in which the program ran, as nearly as its looks tell: at least a third. */
export function openClock(timeMs: number, now: () => number = () => performance.now()): Clock {
  let spentMs = 0;
  let lastMs: number | null = null;
  return {
    start: () => {
      lastMs = now();
    },
    late: () => {
      if (lastMs === null) return false;
      const nowMs = now();
      const passedMs = nowMs - lastMs;
      spentMs += Math.max(Math.min(passedMs, WHOLE_MS), passedMs * SHARE);
      lastMs = nowMs;
      return spentMs > timeMs;
    },
  };
}
