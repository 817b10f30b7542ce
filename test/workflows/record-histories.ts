import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { buildSoftware } from '../../src/workflows';
import { QUEUE } from '../../src/workflows/messages';
import { askedFor, TWO_STEPS } from '../support/author-model';
import { buildInput, startWorld, testRules, type World } from '../support/temporal';

/**
 * Records the histories of one finished run, every workflow of it, into test/histories/: `npm run record:histories`.
 * Recorded histories are kept for good and replay on all later code (I7); a new name keeps the old ones.
 */
async function main(name: string): Promise<void> {
  const world = await startWorld();
  world.model.author = (request) => {
    const asked = askedFor(request);
    const isWrong = request.seed % 5 === 0;
    return asked === 'plan' ? TWO_STEPS : `${isWrong ? 'another' : 'the'} code of ${asked}`;
  };
  const rules = testRules(name, { margin: 3, maxVotes: 20, maxFlags: 20 });
  const input = await buildInput(world, { rules, description: 'Do it. '.repeat(20) });
  const run = await world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: name,
    args: [input],
  });
  const { status } = await run.result();
  const recorded = await record(world, name);
  await world.stop();
  process.stdout.write(`${name} ended ${status}: ${recorded} histories recorded\n`);
}

/** Writes the history of a workflow and of every child it started, and counts them. */
async function record(world: World, id: string): Promise<number> {
  const history = await world.env.client.workflow.getHandle(id).fetchHistory();
  const file = join(__dirname, '..', 'histories', `${id.replaceAll(/[/#@]/g, '.')}.json`);
  writeFileSync(file, `${historyToJSON(history)}\n`);
  let count = 1;
  for (const { startChildWorkflowExecutionInitiatedEventAttributes: child } of history.events ??
    []) {
    if (child?.workflowId) count += await record(world, child.workflowId);
  }
  return count;
}

main(process.argv[2] ?? `run-${new Date().toISOString().slice(0, 10)}`).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
