import {
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createBookkeeping } from '../activities/bookkeeping';
import {
  ask,
  asksDue,
  flag,
  isOver,
  openElection,
  vote,
  type Election,
  type ElectionRules,
} from '../domain/election';
import { addSpending, NOTHING } from '../domain/ledger';
import { type EvidenceWanted, followOwnVotes } from '../domain/own-votes-margin';
import { representativeOf, type Representative } from '../domain/representative';
import { noteAnswer, type SourceTallies } from '../domain/sources';
import { countVotes } from '../domain/tally';
import type { Hash } from '../schemas/hash';
import type { Role } from '../schemas/model';
import { BOOKKEEPING } from './activity-options';
import { electionDetails } from './details';
import { concludeElection, electionStatus, type ElectionOutcome } from './election-outcome';
import { openEscalation } from './faults';
import { openLease } from './lease';
import { electionQuery, type Grant, type RunRules, type TaskElectionKind } from './messages';
import { sampleMicroagent } from './microagent';

export interface ElectionInput {
  /** Path of the task it belongs to. */
  readonly task: string;
  readonly kind: TaskElectionKind;
  readonly subject: Hash;
  readonly rules: ElectionRules;
  /** Where given, the margin follows the election's votes. */
  readonly adaptive?: EvidenceWanted;
  readonly run: Pick<RunRules, 'run' | 'models' | 'seed' | 'diversity'>;
  /** Calls it may make before it asks the root for more. */
  readonly allowance: number;
}

/** Proposals of a plan after which microagents no longer propose, but choose among what was proposed. */
const SLATE = 3;

const { nominate } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/**
 * Samples microagents on one subject until a candidate leads by the margin, or none can (I2). Every vote is durable
 * by itself; answers are consumed as they complete, and no more are in flight than could matter (I4).
 */
export async function holdElection(input: ElectionInput): Promise<ElectionOutcome> {
  const { task, kind, subject, run } = input;
  let { models } = run;
  let wanted = input.adaptive;
  const follow = (now: Election): Election =>
    wanted === undefined ? now : followOwnVotes(now, wanted);
  let election = follow(openElection(input.rules));
  let opened = election.rules.margin;
  const heed = (news: Omit<Grant, 'calls'>): void => {
    models = news.models ?? models;
    // Once votes were asked for, a smaller margin could leave some in flight that do not matter (I4).
    if (wanted === undefined || news.errorRate === undefined || election.asked > 0) return;
    wanted = { ...wanted, errorRate: news.errorRate };
    election = follow(election);
    opened = election.rules.margin;
  };
  const escalation = openEscalation(run.run, heed);
  const lease = openLease({ run: run.run, allowance: input.allowance }, heed);
  const artifacts = new Map<string, Representative & { readonly artifact: Hash }>();
  const sampling = new Set<Promise<void>>();
  let sources: SourceTallies | null = run.diversity === undefined ? null : {};
  let spending = NOTHING;
  let complaint = '';
  let ballot: Promise<Hash> | null = null;
  let surprise: unknown = null;

  const status = () => electionStatus({ task, kind, election, calls: spending.usage.calls });
  setHandler(electionQuery, status);

  /** Plans are proposed until there are enough to choose from; from then on they are chosen among. */
  const nextQuestion = async (): Promise<{ readonly role: Role; readonly subject: Hash }> => {
    const proposed = countVotes(election.tally) >= SLATE && artifacts.size > 1;
    if (kind !== 'plan' || !proposed) return { role: PROPOSER[kind], subject };
    const plans = [...artifacts.values()].sort((a, b) => a.index - b.index);
    ballot ??= escalation.persist(() =>
      nominate({ subject, plans: plans.map(({ artifact }) => artifact) }),
    );
    return { role: 'discriminator', subject: await ballot };
  };

  const sample = async (index: number): Promise<void> => {
    const asked = { ...run, models: () => models, index, ...(await nextQuestion()) };
    const sampled = await sampleMicroagent(asked, escalation);
    const { examined, source } = sampled;
    spending = addSpending(spending, sampled.spending);
    if (examined.status === 'vote') {
      const { candidate, artifact, size } = examined;
      const known = artifacts.get(candidate);
      const one = { index, artifact, ...(size === undefined ? {} : { size }) };
      artifacts.set(candidate, representativeOf(known, one));
      sources = sources && noteAnswer(sources, { source, candidate });
      election = follow(vote(election, candidate));
    } else {
      complaint = `${examined.redFlag}: ${examined.detail}`;
      sources = sources && noteAnswer(sources, { source, candidate: null });
      election = flag(election, examined.redFlag);
    }
  };

  const begin = (): void => {
    const index = election.asked;
    election = ask(election);
    const running = sample(index)
      .catch((error: unknown) => {
        if (isCancellation(error)) spending = { ...spending, lostCalls: spending.lostCalls + 1 };
        else surprise ??= error;
      })
      .finally(() => sampling.delete(running));
    sampling.add(running);
  };

  const canBegin = () => asksDue(election) > 0 && lease.available() > 0 && !escalation.waiting();
  let cancelled = false;
  try {
    while (!isOver(election)) {
      setCurrentDetails(electionDetails(status()));
      while (canBegin() && lease.take()) begin();
      if (asksDue(election) > 0 && lease.available() === 0)
        await lease.request(asksDue(election), spending);
      const before = election;
      // The last answer may have come while calls were being asked for: then nothing changes any more.
      await condition(
        () => election !== before || isOver(election) || canBegin() || surprise !== null,
      );
      if (surprise !== null) throw surprise as Error;
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    cancelled = true;
    await CancellationScope.nonCancellable(() => Promise.all(sampling));
  }
  setCurrentDetails(electionDetails(status()));
  return concludeElection({
    id: workflowInfo().workflowId,
    task,
    kind,
    election,
    opened: wanted === undefined ? null : opened,
    artifacts,
    spending,
    complaint,
    sources,
    cancelled,
  });
}

/** Who is asked first in each kind of election. */
const PROPOSER: Readonly<Record<TaskElectionKind, Role>> = {
  size: 'sizer',
  plan: 'decomposer',
  code: 'executor',
};
