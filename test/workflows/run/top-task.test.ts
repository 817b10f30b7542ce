import { ApplicationFailure } from '@temporalio/common';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE, resumeSignal } from '../../../src/workflows/messages';
import { askedFor } from '../../support/author-model';
import { fillHistory } from '../../support/fill-history';
import { resumeToTheEnd, untilStatus } from '../../support/run-status';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.model.author = (request) => `code of ${askedFor(request)}`;
});
afterAll(() => world.stop());

describe('solveTop', () => {
  it('starts the top task in a fresh history if the one before was paused before it could', async () => {
    const rules = testRules('paused-early');
    const input = await buildInput(world, { rules, description: 'Do it.' });
    const gone = ApplicationFailure.nonRetryable('It is not there.', 'store.artifact-missing');
    const store = jest.spyOn(world.store, 'get').mockRejectedValue(gone);
    const run = await world.env.client.workflow.start(buildSoftware, {
      taskQueue: QUEUE.workflows,
      workflowId: rules.run,
      args: [input],
    });
    const first = (await run.describe()).runId;
    await untilStatus(world, run, ({ state }) => state === 'paused');
    await fillHistory(run);
    const current = world.env.client.workflow.getHandle<typeof buildSoftware>(rules.run);
    while ((await current.describe()).runId === first) await current.signal(resumeSignal);
    store.mockRestore();
    expect((await resumeToTheEnd(world, current)).state).toBe('done');
  });
});
