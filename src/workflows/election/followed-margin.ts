import type { Election } from '../../domain/election';
import { type EvidenceWanted, followOwnVotes, LEAST } from '../../domain/own-votes-margin';

/** The margin of one election, where it follows the votes. */
export interface FollowedMargin {
  /** The election with the margin that its votes call for; as it is where margins are fixed. */
  readonly follow: (election: Election) => Election;
  /** The same for an election that has not begun, by the error rate that the run's votes show; absent: they are few. */
  readonly learn: (election: Election, errorRate: number | undefined) => Election;
  /** The margin before anything was asked; null where margins are fixed. */
  readonly opened: () => number | null;
}

export function openMargin(given: EvidenceWanted | undefined): FollowedMargin {
  let wanted = given;
  let opened: number | null = null;
  const follow = (election: Election): Election => {
    const followed = wanted === undefined ? election : followOwnVotes(election, wanted);
    if (wanted !== undefined && election.asked === 0) opened = followed.rules.margin;
    return followed;
  };
  return {
    follow,
    learn: (election, errorRate) => {
      // Once votes were asked for, a smaller margin could leave some in flight that do not matter (I4).
      if (wanted === undefined || errorRate === undefined || election.asked > 0) return election;
      wanted = { ...wanted, errorRate, least: LEAST };
      return follow(election);
    },
    opened: () => opened,
  };
}
