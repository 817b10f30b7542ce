/** The time that one program has. */
export interface Clock {
  readonly start: () => void;
  /** Whether the program has run longer than it may. The engine asks every few thousand steps, many times in 20 ms. */
  readonly late: () => boolean;
}

/**
 * Milliseconds that pass between two looks at the clock at most, as far as they count. While a thread waits for a processor
 * nobody looks: on a busy machine honest code would be taken for code that does not end.
 */
const MOST_BETWEEN_LOOKS_MS = 20;

/** A clock that stands until its start, and counts the time in which the program ran, as nearly as its looks tell. */
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
      spentMs += Math.min(nowMs - lastMs, MOST_BETWEEN_LOOKS_MS);
      lastMs = nowMs;
      return spentMs > timeMs;
    },
  };
}
