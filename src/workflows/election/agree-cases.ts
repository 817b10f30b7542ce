import {
  condition,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createAgree } from '../../activities/agree';
import { answersDue } from '../../domain/agreement';
import { addSpending, NOTHING, type Spending } from '../../domain/ledger';
import type { FamilyName } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { electionDetails } from '../details';
import { openEscalation } from '../faults';
import { electionQuery, type EndedElection, type Resume, type RunRules } from '../messages';
import { agreementsOn, casesRecord, casesStatus, type Ballots } from './cases-outcome';
import { openLease } from './lease';
import { sampleMicroagent } from './microagent';

export interface CasesInput {
  /** Path of the task whose contract it is. */
  readonly task: string;
  readonly family: FamilyName;
  readonly contract: Hash;
  /** Subject of the question for test inputs. */
  readonly subject: Hash;
  readonly run: Pick<RunRules, 'run' | 'models' | 'seed' | 'diversity'>;
}

/** What was agreed on, and what that cost. */
export interface CasesOutcome extends EndedElection {
  /** The contract with its agreed cases; as it was when none was agreed on, or when the run was cancelled. */
  readonly contract: Hash;
}

/** Red-flagged answers after which no more is asked: a contract that no verifier understands must not eat the budget. */
const MAX_FLAGS = 3;

const { prepareResults, adoptCases } = proxyActivities<ReturnType<typeof createAgree>>(BOOKKEEPING);

/**
 * Has one verifier propose test inputs, and others say independently what they return. None of them sees an answer to
 * the contract, or what the others said. Calls on whose result they agree are its agreed cases, the rest its probes.
 */
export async function agreeCases(input: CasesInput): Promise<CasesOutcome> {
  const { task, family, contract, run } = input;
  let { models } = run;
  const heed = (news: Resume): void => void (models = news.models ?? models);
  const escalation = openEscalation(run.run, heed);
  const lease = openLease({ run: run.run, allowance: 0 }, heed);
  let ballots: Ballots = { proposed: 0, answers: [], redFlags: {}, inFlight: 0 };
  let spending = NOTHING;
  let asked = 0;

  const status = () => casesStatus({ task, ballots, calls: spending.usage.calls });
  setHandler(electionQuery, status);
  const turn = (next: Partial<Ballots>): void => {
    ballots = { ...ballots, ...next };
    setCurrentDetails(electionDetails(status()));
  };
  const flags = () => Object.values(ballots.redFlags).reduce((sum, count) => sum + count, 0);

  const sample = async (index: number, subject: Hash) => {
    const told: Spending[] = [];
    const pay = (paid: Spending): void => {
      told.push(paid);
      spending = addSpending(spending, paid);
    };
    try {
      const call = { ...run, models: () => models, role: 'verifier', index } as const;
      return (await sampleMicroagent({ ...call, subject }, escalation, pay)).examined;
    } catch (error) {
      if (isCancellation(error) && told.length === 0)
        spending = { ...spending, lostCalls: spending.lostCalls + 1 };
      throw error;
    } finally {
      turn({ inFlight: ballots.inFlight - 1 });
    }
  };

  /** Asks so many at once, and gives the artifacts and words of those that have no red flag, in the order of asking. */
  const askAll = async (count: number, subject: Hash) => {
    while (lease.available() < count) {
      const before = lease.available();
      await lease.request(count - before, spending);
      await condition(() => lease.available() > before);
    }
    await condition(() => !escalation.waiting());
    const first = asked;
    asked += count;
    turn({ inFlight: count });
    const samples = Array.from({ length: count }, (_, at) => {
      lease.take();
      return sample(first + at, subject);
    });
    // All have told what they spent before a cancellation goes on its way.
    await Promise.allSettled(samples);
    const examined = await Promise.all(samples);
    for (const one of examined)
      if (one.status === 'flagged')
        turn({
          redFlags: {
            ...ballots.redFlags,
            [one.redFlag]: (ballots.redFlags[one.redFlag] ?? 0) + 1,
          },
        });
    return examined.flatMap((one) => (one.status === 'vote' ? [one] : []));
  };

  const agree = async (): Promise<Hash> => {
    let [inputs] = await askAll(1, input.subject);
    inputs ??= (await askAll(1, input.subject))[0];
    if (inputs === undefined) return contract;
    const proposed = { family, contract, inputs: inputs.artifact };
    const { subject, count } = await escalation.persist(() => prepareResults(proposed));
    turn({ proposed: count });
    const answers: Hash[] = [];
    while (answersDue(agreementsOn(ballots)) > 0 && flags() <= MAX_FLAGS) {
      const given = await askAll(answersDue(agreementsOn(ballots)), subject);
      answers.push(...given.map(({ artifact }) => artifact));
      turn({ answers: [...ballots.answers, ...given.map(({ candidate }) => candidate)] });
    }
    const settled = agreementsOn(ballots).map((one) => ({
      agreed: one.status === 'agreed' ? one.result : null,
    }));
    return escalation.persist(() => adoptCases({ ...proposed, answers, settled }));
  };

  let adopted = contract;
  try {
    adopted = await agree();
  } catch (error) {
    if (!isCancellation(error)) throw error;
  }
  const record = casesRecord(task, ballots);
  return { id: workflowInfo().workflowId, contract: adopted, record, ...spending };
}
