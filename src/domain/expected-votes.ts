import {
  checkedMargin,
  evidencePerVote,
  outOfRange,
  type Race,
  subjectsOf,
  type Work,
} from './reliability';

/** What a run is expected to take, before any of it is paid for. */
export interface Expectation {
  /** Votes per subject, red-flagged answers not counted. */
  readonly votesPerSubject: number;
  /** Paid calls in all, those with red-flagged answers among them. */
  readonly calls: number;
  /** US dollars. */
  readonly costUsd: number;
}

/**
 * Votes until one of two candidates leads by the margin, on average: k(2·p_sub - 1)/(2p - 1). From k, where votes
 * never err, to k², where they are right half the time.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function expectedVotes(race: Race): number {
  const margin = checkedMargin(race.margin);
  const evidence = evidencePerVote(race.accuracy);
  // 2p - 1 = tanh(L/2) and 2·p_sub - 1 = tanh(kL/2), which keep their digits where p is near 1/2.
  return (margin * Math.tanh((margin * evidence) / 2)) / Math.tanh(evidence / 2);
}

/**
 * What a whole run takes on average (equations 15 to 18, exact where the paper drops p_sub). With m steps to a
 * subject, only the share p^(m-1) of votes goes to the right answer or to its strongest rival; with m = 1 all do.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function expectedRun({
  validShare = 1,
  costPerCallUsd,
  ...race
}: Race &
  Work & {
    /** Share v of answers without a red flag, in (0, 1]; 1 by default. */
    readonly validShare?: number;
    /** US dollars for one call, which decides all steps of a subject. */
    readonly costPerCallUsd: number;
  }): Expectation {
  if (!(validShare > 0 && validShare <= 1))
    throw outOfRange('valid share', validShare, 'in (0, 1]');
  const deciding = race.accuracy ** ((race.stepsPerSubject ?? 1) - 1);
  const votesPerSubject = expectedVotes(race) / deciding;
  const calls = (subjectsOf(race) * votesPerSubject) / validShare;
  return { votesPerSubject, calls, costUsd: calls * costPerCallUsd };
}
