import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { JUDGEMENT, shortened } from '../../domain/differences';
import {
  asksDue,
  flag,
  isOver,
  openElection,
  outcome,
  vote,
  type Election,
} from '../../domain/election';
import { countVotes } from '../../domain/tally';
import type { ElectionRecord, JudgedDifference } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import type { Asking } from './asking';
import { openPoll } from './poll';

export interface DifferenceQuestion extends Omit<JudgedDifference, 'verdict'> {
  /** Path of the task whose candidates differ. */
  readonly task: string;
  /** The difference as discriminators are told it. */
  readonly subject: Hash;
  /** Names this election among those of the workflow. */
  readonly ballot: string;
}

/** An election on a difference that has ended. */
export type DifferenceRecord = ElectionRecord & { readonly difference: JudgedDifference };

/**
 * Has discriminators elect which of two outcomes of a call is right, or that the contract does not say; undecided, it is
 * no evidence (I2). `show` is told how the election stands.
 */
export async function judgeDifference(
  question: DifferenceQuestion,
  asking: Asking,
  show: (election: Election | null) => void,
): Promise<DifferenceRecord> {
  const { subject, ballot } = question;
  const poll = openPoll(asking, {
    election: openElection(JUDGEMENT),
    asksDue,
    answer: async (index) => {
      const { examined } = await asking.askOne({ role: 'discriminator', subject, index, ballot });
      return (election) =>
        examined.status === 'vote'
          ? vote(election, examined.candidate)
          : flag(election, examined.redFlag);
    },
    show: () => {
      show(poll.election());
    },
  });
  try {
    await poll.until(isOver);
  } catch (error) {
    // All have told what they spent before a cancellation goes on its way.
    if (isCancellation(error)) await CancellationScope.nonCancellable(poll.drain);
    throw error;
  } finally {
    show(null);
  }
  return recordOf(question, poll.election());
}

function recordOf(
  { task, call, outcomes }: DifferenceQuestion,
  election: Election,
): DifferenceRecord {
  const result = outcome(election);
  const winner = result.status === 'elected' ? result.winner : null;
  return {
    task,
    kind: 'difference',
    status: winner === null ? 'exhausted' : 'elected',
    margin: election.rules.margin,
    lead: result.status === 'open' ? 0 : result.lead,
    votes: countVotes(election.tally),
    votesForWinner: winner === null ? 0 : (election.tally.get(winner) ?? 0),
    redFlags: Object.fromEntries(election.flags),
    difference: {
      ...shortened({ call, outcomes }),
      verdict: winner as JudgedDifference['verdict'],
    },
  };
}
