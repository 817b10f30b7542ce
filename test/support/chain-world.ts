import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { LanguageModel, SamplingModel } from '../../src/activities/ports/language-model';
import type { Store } from '../../src/activities/ports/store';
import { createFileJournals } from '../../src/adapters/file-journals';
import { startChain } from '../../src/client/start-chain';
import { hanoi } from '../../src/families/hanoi';
import type { ModelProfile } from '../../src/schemas/model';
import type { Budget } from '../../src/schemas/spec';
import { createWorkers } from '../../src/worker/workers';
import type { runChain } from '../../src/workflows';
import { startTestServer } from './test-server';
import { toyFamilies } from './toy-family';

/** A real Temporal server in memory, with workers that elect chains; journals are files of this machine. */
export interface ChainWorld {
  readonly env: TestWorkflowEnvironment;
  /** Starts the Towers of Hanoi as a client does, at margin 3 unless wished otherwise. */
  start(run: string, wishes: ChainWishes): Promise<ReturnType<typeof handleOf>>;
  /** Drains the workers and stops the server. */
  stop(): Promise<void>;
}

interface ChainWishes {
  readonly disks: number;
  readonly margin?: number;
  readonly budget?: Partial<Budget>;
}

/** Starts server and workers; the store is whose it is, and outlives them. */
export async function startChainWorld(parts: {
  readonly store: Store;
  readonly profile: ModelProfile;
  readonly model: LanguageModel & SamplingModel;
}): Promise<ChainWorld> {
  const { store, profile, model } = parts;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startTestServer();
  const folder = await mkdtemp(join(tmpdir(), 'millwright-journals-'));
  const workers = await createWorkers({
    store,
    model,
    families: toyFamilies,
    chain: { model, chains: { hanoi }, journals: createFileJournals(folder) },
    connection: env.nativeConnection,
    namespace: 'default',
    roles: ['workflows', 'models', 'sandbox'],
    models: [profile],
    workflows: { workflowsPath: require.resolve('../../src/workflows') },
    drainMs: 0,
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    env,
    start: async (run, { disks, margin = 3, budget }) => {
      await startChain(env.client, store, {
        run,
        spec: { name: 'towers', family: 'hanoi', disks },
        specSha256: '0'.repeat(64),
        models: [profile],
        defaultBudget: { usd: 1, calls: 1_000, hours: 1 },
        wishes: { margin, ...(budget === undefined ? {} : { budget }) },
      });
      return handleOf(env, run);
    },
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await env.teardown();
      await rm(folder, { recursive: true });
    },
  };
}

const handleOf = (env: TestWorkflowEnvironment, run: string) =>
  env.client.workflow.getHandle<typeof runChain>(run);
