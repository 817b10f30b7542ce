import { proxyActivities } from '@temporalio/workflow';
import type { createWitness, WitnessCode } from '../../activities/witness';
import type { ConfirmationRules } from '../../domain/confirmation';
import { asksDue, flag, isOver, openElection, vote } from '../../domain/election';
import type { Hash } from '../../schemas/hash';
import { SANDBOX_RUN } from '../activity-options';
import type { Asking } from './asking';
import { finishPoll, openPoll } from './poll';

const { callWitness } = proxyActivities<ReturnType<typeof createWitness>>(SANDBOX_RUN);

/** One answer is enough; after two that are red-flagged there is none, for who errs in both would be asked for ever. */
const ONE = { margin: 1, maxVotes: 1, maxFlags: 2 };

/**
 * Gives, for the subject of a winner, the code of a witness as it is told to activities; nothing where the rules want none, the
 * subject has none, or nobody could write it. It is asked for once: a witness is no vote, and says only where to look.
 */
export function openWitness(
  rules: Pick<ConfirmationRules, 'witness'> | undefined,
  asking: Asking,
): (elected: Hash) => Promise<{ readonly witness?: WitnessCode }> {
  let called: Promise<WitnessCode | null> | null = null;
  return async (elected) => {
    if (rules?.witness !== true) return {};
    called ??= askWitness(elected, asking);
    const witness = await called;
    return witness === null ? {} : { witness };
  };
}

/** Has a microagent, who knows of no other code, write what a subject asks for in another language. */
async function askWitness(of: Hash, asking: Asking): Promise<WitnessCode | null> {
  const subject = await asking.persist(() => callWitness({ subject: of }));
  if (subject === null) return null;
  const written: Hash[] = [];
  const ballot = `witness-${subject.slice(0, 16)}`;
  const poll = openPoll(asking, {
    election: openElection(ONE),
    asksDue,
    answer: async (index) => {
      const { examined } = await asking.askOne({ role: 'executor', subject, index, ballot });
      return (election) => {
        if (examined.status === 'flagged') return flag(election, examined.redFlag);
        written.push(examined.artifact);
        return vote(election, examined.candidate);
      };
    },
    show: () => undefined,
  });
  await finishPoll(poll, isOver);
  const [artifact] = written;
  return artifact === undefined ? null : { of, subject, code: artifact };
}
