/** How often a vote is wrong: the posterior's mean and its 95 % equal-tailed interval, each in [0, 1]. */
export interface ErrorRate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** What one election shows about its votes. */
export interface Contest {
  readonly votes: number;
  /** Votes for the leading candidate minus all others, or the other way round. */
  readonly difference: number;
  /** How many elections went just so; 1 by default. */
  readonly repeats?: number;
  /** Votes that are known to be wrong: those for a winner that was found to be at fault; absent where none is. */
  readonly wrong?: number;
}

/**
 * The error rate of votes whose truth is known, as from calibration: the beta posterior of Jeffreys' prior, whose
 * interval reaches to 0 when none was wrong and to 1 when none was right (Brown, Cai and DasGupta 2001).
 */
export function errorRateOfChecks({
  right,
  wrong,
}: {
  readonly right: number;
  readonly wrong: number;
}): ErrorRate {
  const posterior = summarise(
    (angle) => times(wrong, logSine(angle)) + times(right, logCosine(angle)),
    Math.PI / 2,
  );
  return {
    ...posterior,
    low: wrong === 0 ? 0 : posterior.low,
    high: right === 0 ? 1 : posterior.high,
  };
}

/**
 * The error rate of votes whose truth nobody knows, from how the elections went, below 0.5.
 *
 * Counting each vote against its election's winner would be biased low: where the winner is wrong its votes are the
 * errors, and at margin 2 even coin flips would seem right three times in four. So both are allowed for: an election
 * of a right and b other votes has the likelihood p^a·e^b + e^a·p^b, whenever and why ever it was stopped. It rests
 * on votes that err independently, on all wrong votes of an election agreeing, and on the right answer being the more
 * frequent one: e and 1 - e give every election the same likelihood, so that no count of votes can tell them apart. Where
 * the winner is known to be wrong, one term remains: e^wrong·p^rest.
 */
export function errorRateOfElections(all: readonly Contest[]): ErrorRate {
  const contests = all.filter(({ wrong }) => wrong === undefined);
  const refuted = refutedVotes(all);
  const votes = contests.reduce((sum, contest) => sum + contest.votes * (contest.repeats ?? 1), 0);
  const byDifference = new Map<number, number>();
  for (const { difference, repeats = 1 } of contests) {
    const k = Math.abs(difference);
    if (k > 0) byDifference.set(k, (byDifference.get(k) ?? 0) + repeats);
  }
  const paired = [...byDifference].reduce(
    (pairs, [k, count]) => pairs - (k * count) / 2,
    votes / 2,
  );
  // With e = sin² and p = cos² of an angle: (pe)^b (p^k + e^k), multiplied over the elections.
  const logLikelihood = (angle: number): number => {
    let sum = times(paired, logSine(angle) + logCosine(angle));
    sum += times(refuted.wrong, logSine(angle)) + times(refuted.rest, logCosine(angle));
    for (const [k, count] of byDifference) {
      sum += count * (k * logCosine(angle) + Math.log1p(Math.tan(angle) ** (2 * k)));
    }
    return sum;
  };
  const posterior = summarise(logLikelihood, Math.PI / 4);
  return paired + refuted.wrong === 0 ? { ...posterior, low: 0 } : posterior;
}

function refutedVotes(contests: readonly Contest[]): {
  readonly wrong: number;
  readonly rest: number;
} {
  let [wrong, rest] = [0, 0];
  for (const contest of contests.filter((each) => each.wrong !== undefined)) {
    const { repeats = 1, wrong: own = 0 } = contest;
    wrong += own * repeats;
    rest += (contest.votes - own) * repeats;
  }
  return { wrong, rest };
}

/** Cells into which the posterior is cut; quantiles are then right to about five digits. */
const CELLS = 1024;

/** Log likelihood, below its maximum, at which what is left of a posterior does not show in double precision. */
const NEGLIGIBLE = 40;

/**
 * Integrates a posterior with one peak over the angle whose squared sine is the error rate: on that scale Jeffreys'
 * prior is uniform, and no end of the range is singular.
 */
function summarise(logLikelihood: (angle: number) => number, end: number): ErrorRate {
  const { from, width, weights } = weigh(logLikelihood, end);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rateAt = (cell: number): number => Math.sin(from + cell * width) ** 2;
  const quantile = (share: number): number => {
    let rest = share * total;
    const cell = weights.findIndex((weight) => (rest -= weight) <= 0);
    return rateAt(cell + 1 + rest / (weights[cell] ?? 1));
  };
  const mean = weights.reduce((sum, weight, cell) => sum + weight * rateAt(cell + 0.5), 0) / total;
  return { estimate: mean, low: quantile(0.025), high: quantile(0.975) };
}

/** The likelihood at the midpoints of equal cells, over the part of [0, end] where it is not negligible. */
function weigh(
  logLikelihood: (angle: number) => number,
  end: number,
): { readonly from: number; readonly width: number; readonly weights: readonly number[] } {
  let [from, to] = [0, end];
  for (;;) {
    const width = (to - from) / CELLS;
    const logs = Array.from({ length: CELLS }, (_, cell) =>
      logLikelihood(from + (cell + 0.5) * width),
    );
    const highest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
    const counts = (log: number): boolean => log > highest - NEGLIGIBLE;
    const first = Math.max(0, logs.findIndex(counts) - 1);
    const last = Math.min(CELLS, logs.findLastIndex(counts) + 2);
    if (last - first > CELLS / 2) {
      return { from, width, weights: logs.map((log) => Math.exp(log - highest)) };
    }
    [from, to] = [from + first * width, from + last * width];
  }
}

/** count · log, where no votes say nothing even about a rate of 0. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

function logSine(angle: number): number {
  return 2 * Math.log(Math.sin(angle));
}

function logCosine(angle: number): number {
  return Math.log1p(-(Math.sin(angle) ** 2));
}
