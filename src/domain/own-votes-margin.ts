import type { Election } from './election';
import { winnerIsWrong } from './failure-bound';
import { rank } from './tally';

/** What an election must show that stands for itself, because no other is on the same subject. */
export interface EvidenceWanted {
  /** Probability, in (0, 1), that a vote is wrong: assumed, or measured once there are votes to measure. */
  readonly errorRate: number;
  /** Probability, in (0, 1), with which the winner may be wrong. */
  readonly failure: number;
  /** The largest margin, at least 2: where votes differ that much, more of them are no help. */
  readonly most: number;
  /** The least margin, default 2: one vote says nothing that another could contradict. */
  readonly least?: number;
}

/** As long as the error rate is an assumption, two votes that agree show nothing of it: it alone would elect. */
export const LEAST_UNMEASURED = 3;
export const LEAST = 2;

/**
 * The lead, from the least on, with which the certificate will let the winner be wrong with probability `failure` at most: by the
 * error rate, or by the share of the election's own votes that are not the winner's, where that is more. A vote for
 * another candidate never lowers it.
 */
export function marginToCertify(
  { runnerUp, rest }: { readonly runnerUp: number; readonly rest: number },
  { errorRate, failure, most, least = LEAST }: EvidenceWanted,
): number {
  const others = runnerUp + rest;
  const isEnough = (margin: number): boolean => {
    const votes = others + runnerUp + margin;
    return winnerIsWrong(margin, Math.max(errorRate, others / votes)) <= failure;
  };
  let margin = least;
  while (margin < most && !isEnough(margin)) margin += 1;
  return margin;
}

/** The election with the margin that its own votes call for. */
export function followOwnVotes(election: Election, wanted: EvidenceWanted): Election {
  const [, second, ...others] = rank(election.tally);
  const rest = others.reduce((sum, [, votes]) => sum + votes, 0);
  const margin = marginToCertify({ runnerUp: second?.[1] ?? 0, rest }, wanted);
  return { ...election, rules: { ...election.rules, margin } };
}
