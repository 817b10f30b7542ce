import type { DoubtfulResults } from '../../activities/confirm';
import { AGREEMENT } from '../../domain/agreement';
import { confirmationOf, confirmersDue, type Confirmation } from '../../domain/confirmation';
import { countFlags, flag, openElection, vote, type Election } from '../../domain/election';
import type { Hash } from '../../schemas/hash';
import type { Asking } from './asking';
import { finishPoll, openPoll } from './poll';

/** What verifiers said of the doubtful calls of one code. */
export interface ConfirmedCode {
  /** One for each call, in their order. */
  readonly calls: readonly Confirmation[];
  /** The artifacts of what each verifier said. */
  readonly answers: readonly Hash[];
}

/** Red-flagged answers after which no more is asked: who cannot state results shall not cost much. */
const MAX_FLAGS = 2;

/**
 * Asks verifiers, who see neither code nor outcome, what calls return, until each is confirmed, contradicted, or can be
 * neither. `show` is told how that stands.
 */
export async function confirmCode(
  { subject, calls }: DoubtfulResults,
  asking: Asking,
  show: (election: Election | null) => void,
): Promise<ConfirmedCode> {
  let said: readonly Statement[] = [];
  const standing = () => standingOf(calls, said);
  const due = (election: Election) =>
    countFlags(election.flags) >= MAX_FLAGS ? 0 : confirmersDue(standing(), said.length);
  // Named for what is asked: an election that begins anew under its id counts answers to the same question alone.
  const ballot = `confirmation-${subject.slice(0, 16)}`;
  const poll = openPoll(asking, {
    election: openElection(VERIFIERS),
    asksDue: (election) => Math.max(0, due(election) - election.inFlight),
    answer: async (index) => {
      const { examined } = await asking.askOne({ role: 'verifier', subject, index, ballot });
      return (election) => {
        if (examined.status === 'flagged') return flag(election, examined.redFlag);
        const { candidate, artifact } = examined;
        said = [...said, { words: candidate.split(' '), artifact }];
        return vote(election, 'answers');
      };
    },
    show: () => {
      show(poll.election());
    },
  });
  try {
    await finishPoll(poll, (election) => election.inFlight === 0 && due(election) === 0);
  } finally {
    show(null);
  }
  return { calls: standing(), answers: said.map(({ artifact }) => artifact) };
}

/** What one verifier said: a word for each call. */
interface Statement {
  readonly words: readonly string[];
  readonly artifact: Hash;
}

function standingOf(
  calls: DoubtfulResults['calls'],
  said: readonly Statement[],
): readonly Confirmation[] {
  return calls.map(({ returned }, at) =>
    confirmationOf(
      said.map(({ words }) => resultIn(words[at])),
      returned,
    ),
  );
}

/** As an election that shows how many have answered; who is asked and when it ends is decided call by call. */
const VERIFIERS = { margin: AGREEMENT.quorum, maxVotes: AGREEMENT.most, maxFlags: MAX_FLAGS };

/** What a verifier's word says: `-` stands for a call without a result. */
function resultIn(word: string | undefined): string | null {
  return word === undefined || word === '-' ? null : word;
}
