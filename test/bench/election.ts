import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { OpenAiModel } from '../../src/adapters/openai-model';
import { QuickJsSandbox } from '../../src/adapters/quickjs/quickjs-sandbox';
import { createPythonFamily } from '../../src/families/python';
import { createTypescriptFamily } from '../../src/families/typescript';
import { ModelProfile } from '../../src/schemas/model';
import { createWorkers } from '../../src/worker/workers';
import { QUEUE } from '../../src/workflows/messages';
import { pythonHost } from '../support/python-family';
import { cpuTimes, describeCpu } from './cpu-times';
import { openSurroundings, electionOn } from './surroundings';

/**
 * Elections a second with everything real but the model, which answers at once, beside the server's own floor: the same
 * number of workflows and activities doing nothing. Rounds of both alternate, so that a change in the machine's speed
 * hits both; the ratio is of the medians.
 */
const ELECTIONS = 60;
const OPEN_AT_ONCE = 20;
const MARGIN = 3;
const ROUNDS = 5;
const FLOOR_QUEUE = 'floor';

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const { env, store, modelUrl, close } = await openSurroundings({ delayMs: 0 });
  const models = [ModelProfile.parse({ name: 'author', baseUrl: modelUrl })];
  const sandbox = new QuickJsSandbox();
  const workers = await createWorkers({
    connection: env.nativeConnection,
    namespace: 'default',
    roles: ['workflows', 'models', 'sandbox'],
    models,
    store,
    model: new OpenAiModel({ profiles: models, env: {} }),
    families: {
      typescript: createTypescriptFamily(sandbox),
      python: createPythonFamily(pythonHost),
    },
    workflows: { workflowsPath: require.resolve('../../src/workflows') },
    drainMs: 0,
  });
  const floorWorker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: FLOOR_QUEUE,
    workflowsPath: require.resolve('./floor-workflow'),
    activities: { nothing: () => Promise.resolve() },
  });
  const running = [...workers, floorWorker].map((worker) => worker.run());

  const rates = { election: [] as number[], floor: [] as number[] };
  for (let round = -1; round < ROUNDS; round += 1) {
    const idle = cpuTimes();
    const floor = await rate(async (index) => {
      const workflowId = `floor-${round}-${index}`;
      await env.client.workflow.execute('floor', {
        workflowId,
        taskQueue: FLOOR_QUEUE,
        args: [MARGIN],
      });
    });
    const floorDone = cpuTimes();
    const inputs = await Promise.all(
      Array.from({ length: ELECTIONS }, (_, index) =>
        electionOn(store, { name: `sum${round + 1}x${index}`, margin: MARGIN }),
      ),
    );
    const opened = cpuTimes();
    const election = await rate(async (index) => {
      const workflowId = `election-${round}-${index}`;
      const options = { workflowId, taskQueue: QUEUE.workflows, args: [inputs[index]] };
      const { status } = (await env.client.workflow.execute('holdElection', options)) as {
        status: string;
      };
      if (status !== 'elected') throw new Error(`${workflowId} was ${status}`);
    });
    if (round < 0) continue; // warms everything up
    rates.floor.push(floor);
    rates.election.push(election);
    const perElection = describeCpu(opened, cpuTimes(), ELECTIONS);
    const perFloor = describeCpu(idle, floorDone, ELECTIONS);
    process.stdout.write(
      `round ${round + 1}: ${election.toFixed(1)} elections/s, floor ${floor.toFixed(1)}/s, ratio ${(election / floor).toFixed(2)}\n` +
        `  election: ${perElection}\n  floor: ${perFloor}\n`,
    );
  }
  const [election, floor] = [median(rates.election), median(rates.floor)];
  const heapMb = process.memoryUsage().rss / 2 ** 20;
  process.stdout.write(
    `median: ${election.toFixed(1)} elections/s of ${MARGIN} votes, floor ${floor.toFixed(1)}/s, ratio ${(election / floor).toFixed(2)}; ${heapMb.toFixed(0)} MB resident\n`,
  );

  for (const worker of [...workers, floorWorker]) worker.shutdown();
  await Promise.all(running);
  await sandbox.close();
  await close();
}

/** Runs `work` for every index, some at once; returns how many a second. */
async function rate(work: (index: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < ELECTIONS) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: OPEN_AT_ONCE }, lane));
  return (ELECTIONS * 1000) / (performance.now() - started);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
