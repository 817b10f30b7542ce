import { proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping } from '../../activities/bookkeeping';
import type { Election } from '../../domain/election';
import { countVotes } from '../../domain/tally';
import type { Hash } from '../../schemas/hash';
import type { Role } from '../../schemas/model';
import { BOOKKEEPING } from '../activity-options';
import type { TaskElectionKind } from '../messages';
import type { Asking } from './asking';
import { artifactsOf, type PaidAnswer } from './paid-answers';

/** Who is asked about what. */
export interface Question {
  readonly role: Role;
  readonly subject: Hash;
}

/** What an election stands at. */
interface Standing {
  readonly subject: Hash;
  readonly election: Election;
  readonly answers: readonly PaidAnswer[];
}

/** Proposals of a plan after which microagents no longer propose, but choose among what was proposed. */
const SLATE = 3;

const { nominate } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** Gives the next question of an election: plans are proposed until there are enough, and from then on chosen among. */
export function openQuestions(
  kind: TaskElectionKind,
  { persist }: Pick<Asking, 'persist'>,
): (now: Standing) => Promise<Question> {
  let ballot: Promise<Hash> | null = null;
  return async ({ subject, election, answers }) => {
    const artifacts = artifactsOf(answers);
    const isProposed = countVotes(election.tally) >= SLATE && artifacts.size > 1;
    if (kind !== 'plan' || !isProposed) return { role: PROPOSER[kind], subject };
    const plans = [...artifacts.values()].sort((a, b) => a.index - b.index);
    ballot ??= persist(() => nominate({ subject, plans: plans.map(({ artifact }) => artifact) }));
    return { role: 'discriminator', subject: await ballot };
  };
}

/** Who is asked first in each kind of election. */
const PROPOSER: Readonly<Record<TaskElectionKind, Role>> = {
  size: 'sizer',
  plan: 'decomposer',
  code: 'executor',
};
