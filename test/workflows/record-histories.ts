import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { createOracleModel } from '../../src/adapters/oracle/oracle-model';
import { ModelProfile } from '../../src/schemas/model';
import { OracleNoise } from '../../src/schemas/oracle';
import { buildSoftware } from '../../src/workflows';
import { QUEUE, raiseBudgetSignal, resumeSignal, statusQuery } from '../../src/workflows/messages';
import { askedFor, TWO_STEPS } from '../support/author-model';
import { startChainWorld } from '../support/chain-world';
import { MemoryStore } from '../support/memory-store';
import { startRepairWorld } from '../support/repair-run';
import { buildInput, startWorld, testRules, type World } from '../support/temporal';
import { repairedProgram } from './task/repaired-program';

/**
 * Records the histories of one finished run, every workflow of it, into test/histories/: `npm run record:histories`, or
 * `npm run record:histories -- NAME chain` for a run of a chain, `NAME repair` for one with a judged difference and a repair.
 * Recorded histories are kept for good and replay on all later code (I7); a new name keeps the old ones.
 */
async function recordSoftware(name: string): Promise<void> {
  const world = await startWorld();
  world.model.author = (request) => {
    const asked = askedFor(request);
    const isWrong = request.seed % 5 === 0;
    return asked === 'plan' ? TWO_STEPS : `${isWrong ? 'another' : 'the'} code of ${asked}`;
  };
  const diversity = { base: 0.3, varied: 0.3, other: 0.4 };
  const rules = testRules(name, { margin: 3, maxVotes: 20, maxFlags: 20, diversity });
  const input = await buildInput(world, { rules, description: 'Do it. '.repeat(20) });
  const run = await world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: name,
    args: [input],
  });
  const { status } = await run.result();
  const recorded = await record(world.env, name);
  await world.stop();
  process.stdout.write(`${name} ended ${status}: ${recorded} histories recorded\n`);
}

async function recordRepair(name: string): Promise<void> {
  const world = await startRepairWorld();
  const run = await world.start(name, repairedProgram());
  const { status } = await run.result();
  const recorded = await record(world.env, name);
  await world.stop();
  process.stdout.write(`${name} ended ${status}: ${recorded} histories recorded\n`);
}

/** A chain that is paused twice: on a step that no answer is valid for, and for its budget. */
async function recordChain(name: string): Promise<void> {
  const profile = ModelProfile.parse({ name: 'oracle', baseUrl: 'http://oracle.in-process' });
  const model = createOracleModel({ ...profile, oracle: OracleNoise.parse({ errorRate: 0.05 }) });
  const broken = createOracleModel({ ...profile, oracle: OracleNoise.parse({ garbage: true }) });
  let isBroken = true;
  const world = await startChainWorld({
    store: new MemoryStore(),
    profile,
    model: {
      complete: (request, signal) => model.complete(request, signal),
      sample: (request, signal) => (isBroken ? broken : model).sample(request, signal),
    },
  });
  const run = await world.start(name, { disks: 5, budget: { calls: 80 } });
  const untilPaused = async (code: string): Promise<void> => {
    while ((await run.query(statusQuery)).pause?.code !== code) await setTimeout(50);
  };
  await untilPaused('step.stuck');
  isBroken = false;
  await run.signal(resumeSignal);
  await untilPaused('budget');
  await run.signal(raiseBudgetSignal, { calls: 1_000 });
  const { status } = await run.result();
  const recorded = await record(world.env, name);
  await world.stop();
  process.stdout.write(`${name} ended ${status}: ${recorded} histories recorded\n`);
}

/** Writes the history of a workflow and of every child it started, and counts them. */
async function record(env: World['env'], id: string): Promise<number> {
  const history = await env.client.workflow.getHandle(id).fetchHistory();
  const file = join(__dirname, '..', 'histories', `${id.replaceAll(/[/#@]/g, '.')}.json`);
  // Without the indentation, which is a third of it.
  writeFileSync(file, `${JSON.stringify(JSON.parse(historyToJSON(history)))}\n`);
  let count = 1;
  for (const { startChildWorkflowExecutionInitiatedEventAttributes: child } of history.events ??
    []) {
    if (child?.workflowId) count += await record(env, child.workflowId);
  }
  return count;
}

const [name = `run-${new Date().toISOString().slice(0, 10)}`, kind = 'software'] =
  process.argv.slice(2);
const RECORDERS = new Map([
  ['software', recordSoftware],
  ['chain', recordChain],
  ['repair', recordRepair],
]);
(RECORDERS.get(kind) ?? recordSoftware)(name).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
