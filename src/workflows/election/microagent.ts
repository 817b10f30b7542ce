import {
  isCancellation,
  patched,
  proxyActivities,
  workflowInfo,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { AskOutput, createAsk } from '../../activities/ask';
import type { createExamine, Examined } from '../../activities/examine';
import { wayOf, type Way } from '../../domain/diversity';
import type { Spending } from '../../domain/ledger';
import { seedOf } from '../../domain/seed';
import { flaggedUnread } from '../../domain/unread-reply';
import type { Hash } from '../../schemas/hash';
import type { Role } from '../../schemas/model';
import type { Source } from '../../schemas/vote';
import { MODEL_CALL, MODEL_CALL_AMONG_OTHERS, SANDBOX_RUN } from '../activity-options';
import { isFailureOfTheWorld, type Escalation } from '../faults';
import type { ModelChoice, RunRules } from '../messages';

const { ask } = proxyActivities<ReturnType<typeof createAsk>>(MODEL_CALL);
const { examine } = proxyActivities<ReturnType<typeof createExamine>>(SANDBOX_RUN);

export interface Sample extends Pick<RunRules, 'diversity'> {
  /** The run's seed. */
  readonly seed: number;
  /** The models that may be asked now: others, perhaps, after a fault that made the run wait. */
  readonly models: () => readonly ModelChoice[];
  readonly role: Role;
  readonly subject: Hash;
  /** Number of this sample in its election, from 0: it names the call, and chooses its seed and the way it is asked. */
  readonly index: number;
  /** Which of the workflow's elections asks, where it holds others beside its own: their samples are numbered apart. */
  readonly ballot?: string;
}

export interface Sampled {
  readonly examined: Examined;
  /** The answer, and the seed that it was asked with: enough to examine it again. */
  readonly answer: Hash;
  readonly seed: number;
  /** Where the answer came from in the end, whatever failed before. */
  readonly source: Source;
}

/**
 * Asks one microagent and examines its answer; `paid` is told what the answer cost once it is there, so that whoever is
 * cancelled while it is examined knows. The first sample of an election is asked at the model's lowest
 * temperature, and no other one is, so that a red-flagged temperature-0 answer is never asked for again (I1).
 */
export async function sampleMicroagent(
  sample: Sample,
  { persist }: Escalation,
  paid: (spending: Spending) => void,
): Promise<Sampled> {
  const { subject } = sample;
  const seed = seedOf(sample.seed, electionOf(sample), sample.index);
  const { source, output } = await persist(() => askSomeone({ ...sample, callSeed: seed }));
  const { answer, redFlag, usage, lostCalls } = output;
  paid({ usage, lostCalls });
  const asked = { answer, seed, source };
  if (redFlag !== null) return { ...asked, examined: flaggedUnread(redFlag) };
  const examining = { ...SANDBOX_RUN, summary: `examine answer ${answer.slice(0, 8)}` };
  const examined = await persist(() =>
    examine.executeWithOptions(examining, [{ subject, answer, seed }]),
  );
  return { ...asked, examined };
}

/** Examines an answer that was paid for on another subject than it was asked on. */
export function examineAgain(
  { answer, seed }: Pick<Sampled, 'answer' | 'seed'>,
  subject: Hash,
): Promise<Examined> {
  const examining = { ...SANDBOX_RUN, summary: `examine answer ${answer.slice(0, 8)} again` };
  return examine.executeWithOptions(examining, [{ subject, answer, seed }]);
}

function electionOf({ ballot }: Pick<Sample, 'ballot'>): string {
  const { workflowId } = workflowInfo();
  return ballot === undefined ? workflowId : `${workflowId}/${ballot}`;
}

interface Call extends Sample {
  /** The seed that the microagent is asked with. */
  readonly callSeed: number;
}

/** An answer, and where it came from. */
interface Answered {
  readonly source: Source;
  readonly output: AskOutput;
}

/** Asks one of the models that have the role, in the way that this sample is to be asked. */
function askSomeone(call: Call): Promise<Answered> {
  const fit = modelsFor(call);
  const way = wayFor(call, fit);
  return askInTurn([...fit.slice(way.model), ...fit.slice(0, way.model)], { call, way, fit });
}

/** The models that have the role, the base model first. */
function modelsFor({ models, role }: Call): readonly ModelChoice[] {
  const having = (wanted: Role) => models().filter(({ roles }) => roles.includes(wanted));
  // Who may write code may say what it returns: configurations from before verifiers name none.
  return role === 'verifier' && having(role).length === 0 ? having('executor') : having(role);
}

/** How a sample is asked of these models; the first of them is the base model. */
function wayFor(call: Call, fit: readonly ModelChoice[]): Way {
  const { index, diversity, seed } = call;
  const [base] = fit;
  if (diversity === undefined || base === undefined) return formerWay(index, fit.length);
  return wayOf(index, {
    shares: diversity,
    models: fit.length,
    hasRange: base.temperature.min < base.temperature.max,
    seed: seedOf(seed, electionOf(call)),
  });
}

/** As runs were begun before there were sources: the base prompt for every sample, and the models in turn. */
function formerWay(index: number, models: number): Way {
  const way = { source: 'base', prompt: 0, heat: index === 0 ? 0 : 1 } as const;
  // Before this change the first model was asked alone, and its failure paused the run.
  if (models < 2 || !patched('models-in-turn')) return { ...way, model: 0 };
  return { ...way, model: index % models };
}

interface Asking {
  readonly call: Call;
  readonly way: Way;
  /** The models that have the role, the base model first. */
  readonly fit: readonly ModelChoice[];
}

/** Asks the first of the models; one that fails leaves the sample to the next, and the last one's failure is thrown. */
async function askInTurn(
  [model, ...others]: readonly ModelChoice[],
  asking: Asking,
): Promise<Answered> {
  if (model === undefined)
    throw new Error(
      `Found no model for the role ${asking.call.role}: the client starts no such run.`,
    );
  const isLast = others.length === 0;
  try {
    const options = isLast ? MODEL_CALL : MODEL_CALL_AMONG_OTHERS;
    return { source: sourceAt(model, asking), output: await askModel(model, asking, options) };
  } catch (error) {
    if (isLast || isCancellation(error) || !isFailureOfTheWorld(error)) throw error;
    return askInTurn(others, asking);
  }
}

/** A sample that a model has failed is one of whoever answers it. */
function sourceAt(model: ModelChoice, { way, fit }: Asking): Source {
  const place = fit.indexOf(model);
  if (place === way.model) return way.source;
  return place === 0 ? 'base' : 'other';
}

async function askModel(
  model: ModelChoice,
  { call, way }: Asking,
  options: ActivityOptions,
): Promise<AskOutput> {
  const { role, subject, index, callSeed } = call;
  const { min, max } = model.temperature;
  const temperature = min * (1 - way.heat) + max * way.heat;
  const prompt = way.prompt === 0 ? '' : `, prompt ${way.prompt + 1}`;
  const asking = {
    ...options,
    taskQueue: model.queue,
    summary: `${role} ${index + 1}, temperature ${Number(temperature.toFixed(2))}${prompt}, ${model.name}`,
  };
  const callId = `${electionOf(call)}:${index}`;
  const variant = way.prompt;
  return ask.executeWithOptions(asking, [
    { callId, role, subject, model: model.name, temperature, seed: callSeed, variant },
  ]);
}
