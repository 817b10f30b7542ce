import type { Verdict } from '../schemas/vote';

/** Votes cast so far: candidate to number of votes, in the order in which candidates first appeared. */
export type Tally = ReadonlyMap<string, number>;

/** Counts one more vote for `candidate`; the given tally is left as it was. */
export function castVote(tally: Tally, candidate: string): Tally {
  return new Map(tally).set(candidate, (tally.get(candidate) ?? 0) + 1);
}

/** The number of votes in a tally. */
export function countVotes(tally: Tally): number {
  let votes = 0;
  for (const count of tally.values()) votes += count;
  return votes;
}

/** Candidates with their votes, most votes first; of equal ones the earlier first. */
export function rank(tally: Tally): (readonly [candidate: string, votes: number])[] {
  return [...tally].sort(([, a], [, b]) => b - a);
}

/**
 * First-to-ahead-by-k: elects the leading candidate once it is `margin` votes ahead of every other (I2).
 * A tie is undecided whatever the margin.
 * @see Meyerson et al. 2025, arXiv:2511.09030, section 3.2
 */
export function judge(tally: Tally, margin: number): Verdict {
  const [leader, runnerUp] = rank(tally);
  if (leader === undefined) return { status: 'undecided', lead: 0 };
  const [winner, votes] = leader;
  const lead = votes - (runnerUp?.[1] ?? 0);
  return lead >= margin && lead > 0
    ? { status: 'elected', winner, lead }
    : { status: 'undecided', lead };
}
