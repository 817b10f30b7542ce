import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { ChainDependencies } from '../../src/activities/chain/run-chunk';
import type { LanguageModel } from '../../src/activities/ports/language-model';
import type { Json } from '../../src/schemas/hash';
import { createWorkers, type WorkersInput } from '../../src/worker/workers';
import { type BuildInput, type RunRules, QUEUE } from '../../src/workflows/messages';
import { AuthorModel } from './author-model';
import { MemoryStore } from './memory-store';
import { startTestServer } from './test-server';
import { toyFamilies } from './toy-family';

/** A real Temporal server in memory, with workers whose model is a test's author, or another, and whose family is the toy. */
export interface World<Model extends LanguageModel = AuthorModel> {
  readonly env: TestWorkflowEnvironment;
  readonly store: MemoryStore;
  readonly model: Model;
  /** Stops the workers in the midst of what they do, and starts others, which know nothing of it. */
  replaceWorkers(): Promise<void>;
  /** Drains the workers and stops the server. */
  stop(): Promise<void>;
}

/** Starts server and workers; an author's model is given its author before each run. */
export function startWorld(): Promise<World>;
export function startWorld<Model extends LanguageModel>(
  model: Model,
  chain?: Omit<ChainDependencies, 'store'>,
  families?: WorkersInput['families'],
): Promise<World<Model>>;
export async function startWorld(
  model: LanguageModel = new AuthorModel(),
  chain?: Omit<ChainDependencies, 'store'>,
  families: WorkersInput['families'] = toyFamilies,
): Promise<World<LanguageModel>> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startTestServer();
  const parts = {
    store: new MemoryStore(),
    model,
    families,
  };
  const start = () =>
    startWorkers({
      ...parts,
      ...(chain === undefined ? {} : { chain }),
      connection: env.nativeConnection,
      namespace: 'default',
      roles: ['workflows', 'models', 'sandbox'],
      models: [],
      workflows: { workflowsPath: require.resolve('../../src/workflows') },
      drainMs: 0,
    });
  let stopWorkers = await start();
  const replaceWorkers = async () => {
    await stopWorkers();
    stopWorkers = await start();
  };
  const stop = async () => {
    await stopWorkers();
    await env.teardown();
  };
  return { env, ...parts, replaceWorkers, stop };
}

/** Runs workers, and returns what drains them. */
async function startWorkers(input: WorkersInput): Promise<() => Promise<void>> {
  const workers = await createWorkers(input);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  };
}

/** Rules for one run of a test: margin 2, no search attributes, one free model. */
export function testRules(run: string, change: Partial<RunRules> = {}): RunRules {
  return {
    run,
    family: 'typescript',
    models: [
      {
        name: 'author',
        roles: ['sizer', 'decomposer', 'discriminator', 'executor'],
        queue: QUEUE.models,
        temperature: { min: 0, max: 1 },
        maxCallUsd: 0.01,
      },
    ],
    margin: 2,
    target: 0.95,
    accuracy: 0.9,
    maxDepth: 2,
    maxVotes: 8,
    maxFlags: 4,
    maxPlans: 2,
    seed: 7,
    searchable: false,
    ...change,
  };
}

/** Puts a spec whose entry is `entry` into the store, and makes the input of its run. */
export async function buildInput(
  world: Pick<World, 'store'>,
  given: { readonly rules: RunRules; readonly description: string } & Partial<
    Pick<BuildInput, 'budget' | 'approvePlan'>
  >,
): Promise<BuildInput> {
  const { rules, description, budget, approvePlan = false } = given;
  const entry: Json = {
    name: 'entry',
    signature: 'entry(n: number): number',
    description,
    types: '',
    examples: [],
    background: '',
    cases: [],
    probes: [],
    uses: [],
    laws: [],
  };
  const spec = await world.store.put({ name: 'toy', family: 'typescript', entry, acceptance: [] });
  return {
    spec,
    specName: 'toy',
    specSha256: spec,
    rules,
    budget: budget ?? { usd: 1, calls: 100, hours: 1 },
    approvePlan,
  };
}
