import { Certificate } from '../../../src/schemas/certificate';
import {
  type BuildResult,
  type ChainInput,
  pauseSignal,
  QUEUE,
  raiseBudgetSignal,
  resumeSignal,
  type RunStatus,
  statusQuery,
  treeQuery,
} from '../../../src/workflows/messages';
import { countingInput, countOn, startCountingWorld } from '../../support/counting-run';
import { ScriptedSampler, type Script } from '../../support/sampler';
import type { World } from '../../support/temporal';

const STEPS = 30;

let script: Script = countOn;
const sampler = new ScriptedSampler((...given) => script(...given));
let world: World;
beforeAll(async () => {
  world = await startCountingWorld(sampler);
});
afterAll(() => world.stop());

async function start(run: string, change: Partial<ChainInput> = {}) {
  const input = await countingInput(world, STEPS, change);
  const handle = await world.env.client.workflow.start<(input: ChainInput) => Promise<BuildResult>>(
    'runChain',
    { workflowId: run, taskQueue: QUEUE.workflows, args: [input] },
  );
  /** Asks until it is so: the run goes on by itself. */
  const until = async (isSo: (status: RunStatus) => boolean): Promise<RunStatus> => {
    for (;;) {
      const status = await handle.query(statusQuery);
      if (isSo(status)) return status;
      if (status.phase === 'ended') throw new Error(`It ended: ${JSON.stringify(status)}`);
    }
  };
  const paused = () => until(({ state }) => state === 'paused');
  const certificate = async () =>
    Certificate.parse(await world.store.get((await handle.result()).certificate));
  return { handle, until, paused, certificate };
}

describe('runChain', () => {
  beforeEach(() => {
    script = countOn;
  });

  it('elects every step, checks them all, and certifies the whole', async () => {
    const { handle, certificate } = await start('chain-done');
    const { artifact } = await handle.result();
    const proof = await certificate();
    expect(proof).toMatchObject({
      status: 'done',
      steps: STEPS,
      elections: { elected: STEPS, exhausted: 0 },
      calls: 2 * STEPS,
      votes: 2 * STEPS,
      verification: { tests: { passed: STEPS, failed: 0 } },
      artifact,
    });
    expect(proof.failureBound).toBeLessThan(0.2);
    const { files } = (await world.store.get(artifact ?? '')) as unknown as {
      files: { path: string; pieces: string[] }[];
    };
    const piece = await world.store.get(files[0]?.pieces[0] ?? '');
    expect(piece).toEqual({ text: Array.from({ length: STEPS }, (_, n) => `${n + 1}\n`).join('') });
    expect(await handle.query(statusQuery)).toMatchObject({
      state: 'done',
      phase: 'ended',
      steps: { done: STEPS, of: STEPS },
    });
    expect((await handle.query(treeQuery)).tasks).toMatchObject([
      { task: 'count', state: 'solved' },
    ]);
  });

  it('pauses at a step on which nothing but garbage comes, accepts none of it, and goes on when told', async () => {
    script = (request, number) =>
      Number(request.user) < 3
        ? countOn(request, number)
        : Promise.resolve(Array<string>(request.count).fill('?'));
    const { handle, paused, certificate } = await start('chain-garbage');
    const { pause, steps, redFlags } = await paused();
    expect(pause).toMatchObject({
      code: 'step.stuck',
      message: expect.stringMatching(
        /Step 4 of 30 has no winner: no valid vote and 6 red-flagged/,
      ) as string,
    });
    expect({ steps, redFlags }).toEqual({ steps: { done: 3, of: STEPS }, redFlags: 6 });
    script = countOn;
    await handle.signal(resumeSignal);
    expect(await certificate()).toMatchObject({
      status: 'done',
      calls: 2 * STEPS + 6,
      redFlags: { total: 6, malformed: 6 },
    });
  });

  it('pauses when its budget is spent, keeps a half-decided step, and goes on once it is raised (I10)', async () => {
    const before = sampler.sampled;
    const { handle, paused, certificate } = await start('chain-budget', {
      budget: { usd: 1, calls: 21, hours: 1 },
    });
    expect(await paused()).toMatchObject({ pause: { code: 'budget' }, spent: { calls: 21 } });
    await handle.signal(raiseBudgetSignal, { calls: 500 });
    expect(await certificate()).toMatchObject({ status: 'done', calls: 2 * STEPS });
    expect(sampler.sampled - before).toBe(2 * STEPS);
  });

  it('is not done when a wrong answer was elected that no vote showed: the check refuses it', async () => {
    script = ({ user, count }) => {
      const next = Number(user) + (user === '9' ? 2 : 1);
      return Promise.resolve(Array<string>(count).fill(String(next)));
    };
    const { handle, certificate } = await start('chain-wrong');
    expect(await handle.result()).toMatchObject({ status: 'failed' });
    expect(await certificate()).toMatchObject({
      status: 'failed',
      failureBound: 1,
      verification: { tests: { failed: 1 } },
    });
    expect(await handle.query(statusQuery)).toMatchObject({ failure: 'step 10: found 11' });
  });

  it('pauses and goes on as the user says, and asks nothing meanwhile', async () => {
    const gate: (() => void)[] = [];
    script = async (request, number) => {
      if (request.user === '5') await new Promise<void>((open) => gate.push(open));
      return countOn(request, number);
    };
    const { handle, certificate } = await start('chain-pause');
    await handle.signal(pauseSignal);
    const before = await handle.query(statusQuery);
    expect(before).toMatchObject({ state: 'paused', pause: { code: 'user' } });
    await handle.signal(resumeSignal);
    const open = setInterval(() => gate.shift()?.(), 5);
    expect(await certificate()).toMatchObject({ status: 'done', calls: 2 * STEPS });
    clearInterval(open);
  });

  it('certifies what was spent when it is cancelled', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    script = async (request, number) => {
      if (request.user === '4') {
        asked();
        await gate;
      }
      return countOn(request, number);
    };
    const before = sampler.sampled;
    const { handle, certificate } = await start('chain-cancel');
    await isAsked;
    await handle.cancel();
    open();
    const proof = await certificate();
    expect(proof).toMatchObject({ status: 'cancelled', failureBound: 1 });
    expect(proof.calls).toBeGreaterThan(8);
    expect(proof.calls).toBe(sampler.sampled - before);
  });
});
