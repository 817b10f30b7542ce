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
import type { FamilyName } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';
import type { RedFlag } from '../../schemas/vote';
import { BOOKKEEPING } from '../activity-options';
import { electionDetails } from '../details';
import { electionQuery, type EndedElection, type RunRules } from '../messages';
import { type Asking, openAsking } from './asking';
import { agreementsOn, casesRecord, casesStatus, flagsOf, type Ballots } from './cases-outcome';
import type { Sampled } from './microagent';

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
  const { task, contract, run } = input;
  const asking = openAsking({ run, allowance: 0 }, () => undefined);
  let ballots: Ballots = { proposed: 0, answers: [], redFlags: {}, inFlight: 0 };
  const status = () => casesStatus({ task, ballots, calls: asking.spending().usage.calls });
  setHandler(electionQuery, status);
  const panel = openPanel(asking, (count) => {
    ballots = count(ballots);
    setCurrentDetails(electionDetails(status()));
    return ballots;
  });
  let adopted = contract;
  try {
    adopted = await agree(input, asking, panel);
  } catch (error) {
    if (!isCancellation(error)) throw error;
  }
  const record = casesRecord(task, ballots);
  return { id: workflowInfo().workflowId, contract: adopted, record, ...asking.spending() };
}

/** The contract with what is agreed on. */
async function agree(
  { family, contract, subject: question }: CasesInput,
  { persist }: Asking,
  { askAll, count }: Panel,
): Promise<Hash> {
  let [inputs] = await askAll(1, question);
  inputs ??= (await askAll(1, question))[0];
  if (inputs === undefined) return contract;
  const proposal = { family, contract, inputs: inputs.artifact };
  const { subject, count: proposed } = await persist(() => prepareResults(proposal));
  let ballots = count((before) => ({ ...before, proposed }));
  const answers: Hash[] = [];
  while (answersDue(agreementsOn(ballots)) > 0 && flagsOf(ballots) <= MAX_FLAGS) {
    const given = await askAll(answersDue(agreementsOn(ballots)), subject);
    answers.push(...given.map(({ artifact }) => artifact));
    const said = given.map(({ candidate }) => candidate);
    ballots = count((before) => ({ ...before, answers: [...before.answers, ...said] }));
  }
  const settled = agreementsOn(ballots).map((one) => ({
    agreed: one.status === 'agreed' ? one.result : null,
  }));
  return persist(() => adoptCases({ ...proposal, answers, settled }));
}

/** Verifiers who are asked in rounds: the next ones when all before them have answered. */
interface Panel {
  /** Asks so many at once, and gives the artifacts and words of those that have no red flag, in the order of asking. */
  readonly askAll: (count: number, subject: Hash) => Promise<readonly Vote[]>;
  /** Changes what has been counted, and gives it. */
  readonly count: (change: (ballots: Ballots) => Ballots) => Ballots;
}

type Vote = Extract<Sampled['examined'], { status: 'vote' }>;

function openPanel(asking: Asking, count: Panel['count']): Panel {
  const { lease, waiting, spending, askOne } = asking;
  let asked = 0;
  const sample = async (index: number, subject: Hash): Promise<Sampled['examined']> => {
    try {
      return (await askOne({ role: 'verifier', subject, index })).examined;
    } finally {
      count((ballots) => ({ ...ballots, inFlight: ballots.inFlight - 1 }));
    }
  };
  const askAll: Panel['askAll'] = async (wanted, subject) => {
    while (lease.available() < wanted) {
      const before = lease.available();
      await lease.request(wanted - before, spending());
      await condition(() => lease.available() > before);
    }
    await condition(() => !waiting());
    const first = asked;
    asked += wanted;
    count((ballots) => ({ ...ballots, inFlight: wanted }));
    const samples = Array.from({ length: wanted }, (_, at) => {
      lease.take();
      return sample(first + at, subject);
    });
    // All have told what they spent before a cancellation goes on its way.
    await Promise.allSettled(samples);
    const examined = await Promise.all(samples);
    for (const one of examined)
      if (one.status === 'flagged') count((ballots) => withFlag(ballots, one.redFlag));
    return examined.flatMap((one) => (one.status === 'vote' ? [one] : []));
  };
  return { askAll, count };
}

function withFlag(ballots: Ballots, redFlag: RedFlag): Ballots {
  const { redFlags } = ballots;
  return { ...ballots, redFlags: { ...redFlags, [redFlag]: (redFlags[redFlag] ?? 0) + 1 } };
}
