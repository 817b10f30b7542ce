import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createFileJournals } from '../adapters/file-journals';
import { connectStore } from '../adapters/mongo-store';
import { hanoi } from '../families/hanoi';
import type { Settings } from '../settings';
import { openFamilies } from './families';
import { createModel } from './model';
import { tellSandboxes } from './tell-sandboxes';
import { createWorkers, type WorkerRole } from './workers';

/** Milliseconds in which what is under way may end after SIGTERM; then it is left to another worker. */
const DRAIN_MS = 8_000;

/**
 * Garbage that V8 lets pile up before it collects all of it, in percent of what is in use. By default it is up to 300 on a
 * machine with much memory: each check by TypeScript leaves a megabyte, and a worker took 800 MB of which it used 130.
 */
const HEAP_GROWTH_PERCENT = 20;

/**
 * Serves the roles until SIGTERM or SIGINT, takes no new work from then on, and returns once the work under way has
 * ended or its time is up. Nothing is lost either way: what was not finished is done again by another worker.
 */
export async function runWorker({
  roles,
  settings,
}: {
  readonly roles: readonly WorkerRole[];
  readonly settings: Settings;
}): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const { temporal, models } = settings;
  const connection = await NativeConnection.connect(temporal.connectionOptions);
  const { store, close } = await connectStore(settings.mongoUri ?? '');
  const software = openFamilies(process.env);
  if (roles.includes('sandbox')) void tellSandboxes(software.hosts);
  const model = createModel(models, process.env);
  try {
    const workers = await createWorkers({
      connection,
      namespace: temporal.namespace,
      roles,
      models,
      store,
      model,
      families: software.families,
      chain: {
        model,
        chains: { hanoi },
        journals: createFileJournals(join(settings.dataDir, 'journals')),
      },
      drainMs: DRAIN_MS,
    });
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await Promise.all([close(), software.close(), connection.close()]);
  }
}
