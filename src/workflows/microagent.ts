import {
  isCancellation,
  patched,
  proxyActivities,
  workflowInfo,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { createAsk } from '../activities/ask';
import type { createExamine, Examined } from '../activities/examine';
import type { Spending } from '../domain/ledger';
import { seedOf } from '../domain/seed';
import { flaggedUnread } from '../domain/unread-reply';
import type { Hash } from '../schemas/hash';
import type { Role } from '../schemas/model';
import { MODEL_CALL, MODEL_CALL_AMONG_OTHERS, SANDBOX_RUN } from './activity-options';
import { isFailureOfTheWorld, type Escalation } from './faults';
import type { ModelChoice } from './messages';

const { ask } = proxyActivities<ReturnType<typeof createAsk>>(MODEL_CALL);
const { examine } = proxyActivities<ReturnType<typeof createExamine>>(SANDBOX_RUN);

export interface Sample {
  /** The run's seed. */
  readonly seed: number;
  /** The models that may be asked now: others, perhaps, after a fault that made the run wait. */
  readonly models: () => readonly ModelChoice[];
  readonly role: Role;
  readonly subject: Hash;
  /** Number of this sample in its election, from 0: it names the call and chooses seed and temperature. */
  readonly index: number;
}

export interface Sampled {
  readonly examined: Examined;
  readonly spending: Spending;
}

/**
 * Asks one microagent and examines its answer. The first sample of an election is asked at the model's lowest
 * temperature, all others at its highest, so that a red-flagged temperature-0 answer is never asked for again (I1).
 */
export async function sampleMicroagent(sample: Sample, { persist }: Escalation): Promise<Sampled> {
  const { subject } = sample;
  const seed = seedOf(sample.seed, workflowInfo().workflowId, sample.index);
  const { answer, redFlag, usage, lostCalls } = await persist(() =>
    askInTurn(modelsFor(sample), { ...sample, seed }),
  );
  const spending = { usage, lostCalls };
  if (redFlag !== null) return { examined: flaggedUnread(redFlag), spending };
  const examining = { ...SANDBOX_RUN, summary: `examine answer ${answer.slice(0, 8)}` };
  const examined = await persist(() =>
    examine.executeWithOptions(examining, [{ subject, answer, seed }]),
  );
  return { examined, spending };
}

/** Asks the first of the models; one that fails leaves the sample to the next, and the last one's failure is thrown. */
async function askInTurn(
  [model, ...others]: readonly ModelChoice[],
  call: Call,
): ReturnType<typeof ask> {
  if (model === undefined)
    throw new Error(`Found no model for the role ${call.role}: the client starts no such run.`);
  if (others.length === 0) return askModel(model, call, MODEL_CALL);
  try {
    return await askModel(model, call, MODEL_CALL_AMONG_OTHERS);
  } catch (error) {
    if (isCancellation(error) || !isFailureOfTheWorld(error)) throw error;
    return askInTurn(others, call);
  }
}

type Call = Pick<Sample, 'role' | 'subject' | 'index' | 'seed'>;

async function askModel(
  model: ModelChoice,
  { role, subject, index, seed }: Call,
  options: ActivityOptions,
): ReturnType<typeof ask> {
  const temperature = index === 0 ? model.temperature.min : model.temperature.max;
  const asking = {
    ...options,
    taskQueue: model.queue,
    summary: `${role} ${index + 1}, temperature ${temperature}, ${model.name}`,
  };
  const callId = `${workflowInfo().workflowId}:${index}`;
  const call = { callId, role, subject, model: model.name, temperature, seed };
  return ask.executeWithOptions(asking, [call]);
}

/**
 * The models to ask for a sample, in order. Each sample begins with another one, so that an election hears them all:
 * their errors have less in common than those of one model, and a red-flagged answer is made up for by the next model.
 */
function modelsFor({ models, role, index }: Sample): readonly ModelChoice[] {
  const having = (wanted: Role) => models().filter(({ roles }) => roles.includes(wanted));
  // Who may write code may say what it returns: configurations from before verifiers name none.
  const fit = role === 'verifier' && having(role).length === 0 ? having('executor') : having(role);
  // Before this change the first model was asked alone, and its failure paused the run.
  if (fit.length < 2 || !patched('models-in-turn')) return fit.slice(0, 1);
  const first = index % fit.length;
  return [...fit.slice(first), ...fit.slice(0, first)];
}
