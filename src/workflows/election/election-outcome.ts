import { countFlags, outcome, type Election } from '../../domain/election';
import type { Spending } from '../../domain/ledger';
import { recordSources, type SourceTallies } from '../../domain/sources';
import { countVotes, rank } from '../../domain/tally';
import type { CodeConfirmation, ElectionRecord } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import type { ElectionStatus, EndedElection } from '../messages';

/** What a parent learns of an election: counts and hashes, never an answer (I5). */
export interface ElectionOutcome extends EndedElection {
  readonly status: 'elected' | 'exhausted' | 'cancelled';
  /** The winner, and the artifact of the sample that stands for it; null unless elected (I2). */
  readonly winner: { readonly candidate: string; readonly artifact: Hash } | null;
  /** Artifacts of the candidates after the winner, most votes first, at most two; none unless elected. */
  readonly runnersUp: readonly Hash[];
  /** The latest red flag and its detail, for whoever has to do better; '' when there was none. */
  readonly complaint: string;
  /** What discriminators said of differences between candidates, in order; their calls are among the election's. */
  readonly differences?: readonly ElectionRecord[];
  /** The contract with the cases that this has given it; absent where it has given none. */
  readonly contract?: Hash;
  /** The subject with these cases, and with what else discriminators have found right; absent likewise. */
  readonly ruled?: Hash;
  /** Answers that contradict what was found since they were first asked for; absent for none. */
  readonly turnedAway?: number;
}

/** An election that has come to its end, with all it has counted. */
interface EndOfElection {
  readonly id: string;
  readonly task: string;
  readonly kind: ElectionRecord['kind'];
  readonly election: Election;
  /** The margin with which it was opened, where the margin followed the votes; else null. */
  readonly opened: number | null;
  readonly artifacts: ReadonlyMap<string, { readonly artifact: Hash }>;
  readonly spending: Spending;
  readonly complaint: string;
  /** Null where samples were not told apart by their source. */
  readonly sources: SourceTallies | null;
  readonly cancelled: boolean;
  /** How the winner was confirmed; null where nobody was asked. */
  readonly confirmation: CodeConfirmation | null;
  readonly evidence?: Pick<ElectionOutcome, 'differences' | 'contract' | 'ruled' | 'turnedAway'>;
}

/** What a parent is to learn of an election that has ended. */
export function concludeElection(end: EndOfElection): ElectionOutcome {
  const { id, election, artifacts, complaint, cancelled, evidence, spending } = end;
  const result = outcome(election);
  const elected = result.status === 'elected' ? result.winner : null;
  const record = recordOf(end, elected, result.status === 'open' ? 0 : result.lead);
  const artifactOf = (candidate: string) => artifacts.get(candidate)?.artifact;
  const artifact = elected === null ? undefined : artifactOf(elected);
  const others = rank(election.tally).filter(([candidate]) => candidate !== elected);
  const runnersUp = others.flatMap(([candidate]) => artifactOf(candidate) ?? []);
  return {
    id,
    runnersUp: elected === null ? [] : runnersUp.slice(0, MOST_RUNNERS_UP),
    status: cancelled ? 'cancelled' : record.status,
    winner: elected === null || artifact === undefined ? null : { candidate: elected, artifact },
    record,
    complaint,
    ...evidence,
    ...spending,
  };
}

function recordOf(
  { task, kind, election, opened, sources, confirmation }: EndOfElection,
  elected: string | null,
  lead: number,
): ElectionRecord {
  return {
    task,
    kind,
    status: elected === null ? 'exhausted' : 'elected',
    margin: election.rules.margin,
    ...(opened === null ? {} : { opened }),
    lead,
    votes: countVotes(election.tally),
    votesForWinner: elected === null ? 0 : (election.tally.get(elected) ?? 0),
    redFlags: Object.fromEntries(election.flags),
    ...(sources === null ? {} : { sources: recordSources(sources, elected) }),
    ...(elected === null || confirmation === null ? {} : { confirmation }),
  };
}

/** Those that a part keeps, to be compared with and to be tried in its place; each costs runs of the sandbox. */
const MOST_RUNNERS_UP = 2;

/** An election under way, as its query shows it. */
export function electionStatus(now: {
  readonly task: string;
  readonly kind: ElectionRecord['kind'];
  readonly election: Election;
  readonly calls: number;
}): ElectionStatus {
  const { task, kind, election, calls } = now;
  return {
    task,
    kind,
    margin: election.rules.margin,
    tally: rank(election.tally).map(([candidate, votes]) => ({
      candidate: candidate.slice(0, 8),
      votes,
    })),
    inFlight: election.inFlight,
    redFlags: Object.fromEntries(election.flags),
    flagged: countFlags(election.flags),
    calls,
  };
}
