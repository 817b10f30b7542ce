import { checkedMargin, outOfRange } from './reliability';

/** A race whose votes share causes. */
export interface CorrelatedRace {
  /** e, in [0, 1]: the probability that a vote is wrong, over all subjects. */
  readonly errorRate: number;
  readonly margin: number;
  /** ρ, in [0, 1): the correlation of two votes on one subject; 0 is independence. */
  readonly correlation: number;
}

/**
 * P(the wrong answer is the first to be ahead by the margin), in [0, 1], where votes on one subject are drawn from an urn
 * to which each adds one of its own kind (as in correlation.ts). A race that is still open after 2,000 votes counts as
 * lost.
 */
export function wrongWins({ errorRate, margin, correlation }: CorrelatedRace): number {
  const k = checkedMargin(margin);
  if (!(correlation >= 0 && correlation < 1))
    throw outOfRange('correlation', correlation, 'in [0, 1)');
  const added = correlation / (1 - correlation);
  let lost = 0;
  // The probability of each lead of the wrong answer, from -(k - 1) to k - 1, at index lead + k - 1.
  let open: readonly number[] = Array.from({ length: 2 * k - 1 }, (_, at) =>
    at === k - 1 ? 1 : 0,
  );
  for (let votes = 0; votes < MOST_VOTES; votes += 1) {
    const wrong = open.map((share, at) => {
      const wrongVotes = (votes + at - (k - 1)) / 2;
      return (share * (errorRate + wrongVotes * added)) / (1 + votes * added);
    });
    const right = open.map((share, at) => share - (wrong[at] ?? 0));
    lost += wrong.at(-1) ?? 0;
    open = open.map((_, at) => (wrong[at - 1] ?? 0) + (right[at + 1] ?? 0));
  }
  return Math.min(1, lost + open.reduce((sum, share) => sum + share, 0));
}

/** At margin 50 and coin flips a race of independent votes takes 2,500 on average; at e = 0.4 it takes 250. */
const MOST_VOTES = 2_000;
