/** One sample of a candidate. */
export interface Representative {
  /** Place among the samples in the order of asking. */
  readonly index: number;
  /** Length of the artifact's normal form; absent where artifacts of a candidate are equally long, or were not measured. */
  readonly size?: number;
}

/**
 * Which of two samples of one candidate stands for it: the shorter, and of equally long ones, or where one was not
 * measured, the earlier by the order of asking, not of arrival, which a crash changes.
 */
export function representativeOf<T extends Representative>(known: T | undefined, sample: T): T {
  if (known === undefined) return sample;
  const difference =
    known.size === undefined || sample.size === undefined ? 0 : sample.size - known.size;
  return difference < 0 || (difference === 0 && sample.index < known.index) ? sample : known;
}
