import type { ServerResponse } from 'node:http';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { OpenAiModel } from '../../../src/adapters/openai-model';
import { retriesOf } from '../../../src/client/live-tree';
import { createRunHandle } from '../../../src/client/run-handle';
import { Certificate } from '../../../src/schemas/certificate';
import { ModelProfile } from '../../../src/schemas/model';
import type { buildSoftware } from '../../../src/workflows';
import { QUEUE } from '../../../src/workflows/messages';
import { completion, Provider, sendJson } from '../../support/provider';
import { FAULTS, KEY } from '../../support/provider-faults';
import { resumeToTheEnd, settled } from '../../support/run-status';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

type Run = WorkflowHandle<typeof buildSoftware>;
type Answer = (response: ServerResponse) => void;

const answerWell: Answer = (response) => {
  sendJson(response, completion('code of entry'));
};

let provider: Provider;
let world: World<OpenAiModel>;
/** How the provider answers its next requests; once they are used up, it answers well. */
let script: Answer[] = [];
/** How it answers while it is broken. */
let broken: Answer | undefined;

beforeAll(async () => {
  provider = await Provider.start((response) => {
    (broken ?? script.shift() ?? answerWell)(response);
  });
  const profile = ModelProfile.parse({ name: 'tiny', baseUrl: provider.baseUrl });
  world = await startWorld(new OpenAiModel({ profiles: [profile], env: { OPENAI_API_KEY: KEY } }));
});
afterAll(async () => {
  await world.stop();
  await provider.stop();
});

let runs = 0;

/** Starts a run of one leaf; two equal votes elect its code. */
async function start(): Promise<Run> {
  runs += 1;
  provider.received.length = 0;
  const { models } = testRules('');
  const rules = testRules(`faults-${runs}`, {
    models: models.map((model) => ({ ...model, name: 'tiny' })),
  });
  return world.env.client.workflow.start<typeof buildSoftware>('buildSoftware', {
    taskQueue: QUEUE.workflows,
    workflowId: rules.run,
    args: [await buildInput(world, { rules, description: 'Small.' })],
  });
}

const certificateOf = async (run: Run): Promise<Certificate> =>
  Certificate.parse(await world.store.get((await run.result()).certificate));

/** All that a workflow's history keeps in words, with its payloads read. */
async function historyOf(workflowId: string): Promise<string> {
  const history = await world.env.client.workflow.getHandle(workflowId).fetchHistory();
  return historyToJSON(history).replaceAll(/"data":\s*"([^"]*)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );
}

// The one of 64 MiB is like the others to a run, and slow.
const LASTING = FAULTS.filter(({ retryable, name }) => !retryable && !name.includes('64 MiB'));

describe('a run whose provider fails for good', () => {
  it.each(LASTING)('pauses, says what to do, and is done after resume: $name', async (fault) => {
    broken = fault.answer;
    const run = await start();
    const { state, pause } = await settled(world, run);
    expect(state).toBe('paused');
    expect(pause?.code).toBe(fault.type);
    expect(pause?.message).toMatch(fault.says);
    expect(pause?.message).toMatch(/millwright resume/);
    expect(pause?.message).not.toMatch(/\n|\bat .+:\d+/); // one line, and no stack

    broken = undefined;
    expect((await resumeToTheEnd(world, run)).state).toBe('done');
    const { calls, lostCalls } = await certificateOf(run);
    expect([calls, lostCalls]).toEqual([2, 0]);
    for (const id of [run.workflowId, `${run.workflowId}/entry#code`]) {
      const history = await historyOf(id);
      expect(history).toContain(fault.type);
      expect(history).not.toContain('sk-secret');
    }
  });
});

describe('a run whose provider fails for a moment', () => {
  it('tells whoever looks that it tries again, and why', async () => {
    broken = (response) => sendJson(response, { error: { message: 'Busy' } }, { status: 503 });
    const run = await start();
    const handle = createRunHandle(world.env.client, world.store, run.workflowId);
    const retry = await (async () => {
      for (;;) {
        const [found] = retriesOf(await handle.tree());
        if (found !== undefined) return found;
        await world.env.sleep(50);
      }
    })();
    expect(retry.attempt).toBeGreaterThan(1);
    expect(retry.message).toMatch(/503 Busy/);
    broken = undefined;
    expect((await settled(world, run)).state).toBe('done');
  });

  it('is done by itself, and counts every call once and the one that was cut off as lost', async () => {
    script = [
      (response) => sendJson(response, { error: { message: 'Oops' } }, { status: 500 }),
      (response) =>
        sendJson(
          response,
          { error: { message: 'Slow' } },
          { status: 429, headers: { 'retry-after': '0' } },
        ),
      (response) => response.destroy(),
    ];
    const run = await start();
    expect((await settled(world, run)).state).toBe('done');
    const { calls, lostCalls } = await certificateOf(run);
    expect([calls, lostCalls]).toEqual([2, 1]);
    expect(provider.received).toHaveLength(5);
  });
});
