import { AGREEMENT, agreementOn, type Agreement } from '../../domain/agreement';
import type { ElectionRecord } from '../../schemas/certificate';
import type { ElectionStatus } from '../messages';

/** What verifiers have said of the proposed calls so far. */
export interface Ballots {
  /** Calls that were proposed. */
  readonly proposed: number;
  /** One for each verifier: a word for each call, the name of its result or `-`. */
  readonly answers: readonly string[];
  readonly redFlags: ElectionRecord['redFlags'];
  readonly inFlight: number;
}

/** Where each of the proposed calls stands. */
export function agreementsOn({ proposed, answers }: Ballots): readonly Agreement[] {
  const words = answers.map((answer) => answer.split(' '));
  return Array.from({ length: proposed }, (_, at) =>
    agreementOn(words.map((said) => (said[at] === '-' ? null : (said[at] ?? null)))),
  );
}

/** How many answers were red-flagged. */
export function flagsOf({ redFlags }: Ballots): number {
  return Object.values(redFlags).reduce((sum, flags) => sum + flags, 0);
}

/** The lead that agreement takes at the least: four against none, or four against one. */
const LEAST_LEAD = 2 * AGREEMENT.quorum - AGREEMENT.most;

/** How the cases of a contract were agreed on, as one election: its figures are those of the least agreed case. */
export function casesRecord(task: string, ballots: Ballots): ElectionRecord {
  const { proposed, answers, redFlags } = ballots;
  const agreed = agreementsOn(ballots).flatMap((one) => (one.status === 'agreed' ? [one] : []));
  const fewest = agreed.length === 0 ? 0 : Math.min(...agreed.map(({ votes }) => votes));
  const votes = answers.length;
  return {
    task,
    kind: 'cases',
    status: agreed.length === 0 ? 'exhausted' : 'elected',
    margin: LEAST_LEAD,
    lead: Math.max(0, 2 * fewest - votes),
    votes,
    votesForWinner: fewest,
    redFlags,
    cases: { proposed, agreed: agreed.length, share: votes === 0 ? 0 : fewest / votes },
  };
}

/** The same while it is under way: the tally has one entry, verifiers that have answered. */
export function casesStatus(now: {
  readonly task: string;
  readonly ballots: Ballots;
  readonly calls: number;
}): ElectionStatus {
  const { task, ballots, calls } = now;
  const { answers, inFlight, redFlags } = ballots;
  return {
    task,
    kind: 'cases',
    margin: AGREEMENT.quorum,
    tally: answers.length === 0 ? [] : [{ candidate: 'answers', votes: answers.length }],
    inFlight,
    redFlags,
    flagged: flagsOf(ballots),
    calls,
  };
}
