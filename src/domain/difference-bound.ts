import type { ElectionRecord } from '../schemas/certificate';
import { type Contest, errorRateOfElections, type ErrorRate } from './error-rate';

/** The differences that discriminators decided in each election on code: what they found turned answers away. */
export function decidedIn(
  history: readonly ElectionRecord[],
): ReadonlyMap<ElectionRecord, readonly ElectionRecord[]> {
  const pending = new Map<string, readonly ElectionRecord[]>();
  const decided = new Map<ElectionRecord, readonly ElectionRecord[]>();
  for (const record of history) {
    const { task, kind } = record;
    const before = pending.get(task) ?? [];
    if (isDecided(record)) pending.set(task, [...before, record]);
    if (kind !== 'code') continue;
    if (before.length > 0) decided.set(record, before);
    pending.delete(task);
  }
  return decided;
}

/** Whether discriminators elected an outcome, and not that the contract does not say. */
export function isDecided({ difference }: ElectionRecord): boolean {
  return difference?.verdict === 'first' || difference?.verdict === 'second';
}

/** How often a vote on a difference is wrong, by all of them, undecided ones too; nothing is known of it without any. */
export function differenceErrorRate(history: readonly ElectionRecord[]): ErrorRate {
  const held = history.filter(({ kind }) => kind === 'difference');
  return errorRateOfElections(
    held.map(({ status, votes, votesForWinner, lead }) => ({
      votes,
      difference: status === 'elected' ? 2 * votesForWinner - votes : lead,
    })),
  );
}

/**
 * Answers that an election on code turned away because they contradict what discriminators found right are errors, if
 * that is right: without them its votes would seem to agree. Where the contract had agreed cases before, answers that
 * contradict those are among them, for the flag is the same.
 */
export function withTurnedAway(contest: Contest, { redFlags, status }: ElectionRecord): Contest {
  const errors = redFlags['contradicts-case'] ?? 0;
  // In an election without a winner they are all against its leader too.
  const difference = contest.difference - errors;
  return {
    ...contest,
    votes: contest.votes + errors,
    difference: status === 'elected' ? difference : Math.abs(difference),
  };
}
