import { isCancellation } from '@temporalio/workflow';
import { addSpending, NOTHING, type Spending } from '../../domain/ledger';
import type { Hash } from '../../schemas/hash';
import type { Role } from '../../schemas/model';
import { openEscalation, type Escalation } from '../faults';
import type { Grant, RunRules } from '../messages';
import { openLease, type Lease } from './lease';
import { sampleMicroagent, type Sampled } from './microagent';

/** How the elections of one workflow ask microagents: with leased calls, each of which is booked once. */
export interface Asking extends Escalation {
  readonly lease: Lease;
  /** All that was spent since it was opened. */
  readonly spending: () => Spending;
  /** Asks one microagent and examines its answer; a call that was cancelled before its answer came counts as lost (I3). */
  readonly askOne: (question: AskedQuestion) => Promise<Sampled>;
}

interface AskedQuestion {
  readonly role: Role;
  readonly subject: Hash;
  /** Number of the sample in its election, from 0. */
  readonly index: number;
  /** Which election of the workflow asks, where it holds more than one. */
  readonly ballot?: string;
}

/** Sets the handlers of `proceed` and `grant`; call it once, at the start of a workflow. `heed` is told what they say. */
export function openAsking(
  input: {
    readonly run: Pick<RunRules, 'run' | 'models' | 'seed' | 'diversity'>;
    readonly allowance: number;
  },
  heed: (news: Omit<Grant, 'calls'>) => void,
): Asking {
  const { run, allowance } = input;
  let { models } = run;
  let spending = NOTHING;
  const hear = (news: Omit<Grant, 'calls'>): void => {
    models = news.models ?? models;
    heed(news);
  };
  const escalation = openEscalation(run.run, hear);
  const lease = openLease({ run: run.run, allowance }, hear);
  const askOne = async (question: AskedQuestion): Promise<Sampled> => {
    const told: Spending[] = [];
    const pay = (paid: Spending): void => {
      told.push(paid);
      spending = addSpending(spending, paid);
    };
    try {
      return await sampleMicroagent({ ...run, models: () => models, ...question }, escalation, pay);
    } catch (error) {
      if (isCancellation(error) && told.length === 0)
        spending = { ...spending, lostCalls: spending.lostCalls + 1 };
      throw error;
    }
  };
  return { ...escalation, lease, spending: () => spending, askOne };
}
