import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createRunHandle } from '../../../src/client/run-handle';
import { Certificate } from '../../../src/schemas/certificate';
import { buildSoftware } from '../../../src/workflows';
import {
  approveSignal,
  QUEUE,
  resumeSignal,
  treeQuery,
  type RunRules,
} from '../../../src/workflows/messages';
import {
  redecomposeUpdate,
  type RedecompositionAnswer,
} from '../../../src/workflows/redecomposition';
import { askedFor, type Author, TWO_STEPS } from '../../support/author-model';
import { callsOf } from '../../support/repair-run';
import { untilStatus } from '../../support/run-status';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

const SPLIT = 'Do it. '.repeat(20);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Run = WorkflowHandle<typeof buildSoftware>;

let runs = 0;

async function start(
  author: Author,
  given: { readonly rules?: Partial<RunRules>; readonly approvePlan?: boolean } = {},
): Promise<Run> {
  world.model.author = author;
  runs += 1;
  const rules = testRules(`anew-${runs}`, given.rules);
  const input = await buildInput(world, {
    rules,
    description: SPLIT,
    approvePlan: given.approvePlan ?? false,
  });
  return world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: rules.run,
    args: [input],
  });
}

let wishes = 0;

function redecompose(run: Run, task: string, reason = ''): Promise<RedecompositionAnswer> {
  wishes += 1;
  return run.executeUpdate(redecomposeUpdate, { args: [{ id: `wish-${wishes}`, task, reason }] });
}

const certificateOf = async (run: Run): Promise<Certificate> =>
  Certificate.parse(await world.store.get((await run.result()).certificate));

const requestsOf = (run: Run) =>
  world.model.requests.filter((asked) => asked.run === run.workflowId);

const statesOf = async (run: Run) =>
  Object.fromEntries((await run.query(treeQuery)).tasks.map(({ task, state }) => [task, state]));

/** Waits until both first calls for the code of `outer` are under way, after all that it uses. */
const untilOuterIsAsked = (run: Run) =>
  untilStatus(
    world,
    run,
    () => requestsOf(run).filter((asked) => askedFor(asked) === 'outer').length === 2,
  );

/** Waits until one call is booked in each of two elections: an answer that has come and is not booked yet counts as lost. */
async function untilBothHaveAnAnswer(run: Run): Promise<void> {
  const { tree } = createRunHandle(world.env.client, world.store, run.workflowId);
  const answered = async () => (await tree()).tasks.filter(({ live }) => live?.calls === 1).length;
  while ((await answered()) < 2) await world.env.sleep(50);
}

/** A plan of one function, for a task of that name. */
const planOf = (name: string) =>
  JSON.stringify({
    functions: [{ name, parameters: 'n: number', returns: 'number', purpose: name, uses: [] }],
  });

/** Splits the entry in two, and anything else into one that is named for it. */
const author: Author = (request) => {
  const asked = askedFor(request);
  if (asked !== 'plan') return `code of ${asked}`;
  const name = /^(\w+)\(/.exec(request.user)?.[1] ?? '';
  return name === 'entry' ? TWO_STEPS : planOf(`${name}Step`);
};

/** As above, but one function's code never comes until the task of that name has been split. */
const holding =
  (held: string): Author =>
  (request, seen) =>
    askedFor(request) === held && !request.user.includes(`${held}Step`)
      ? new Promise(() => undefined)
      : author(request, seen);

/** Calls for what is not thrown away. */
const KEPT = { 'entry#plan': 2, 'entry/inner#code': 2, 'entry#code': 2 };

describe('redecompose, of a task that is under way', () => {
  it('splits it anew, tells its reason to the decomposer, and asks nothing of its siblings again', async () => {
    const run = await start(holding('outer'));
    await untilOuterIsAsked(run);
    const answer = await redecompose(run, 'entry/outer', 'It is too much at once.');
    expect(answer).toEqual({ outcome: 'begun', message: 'entry/outer is split anew.' });
    expect((await run.result()).status).toBe('done');
    expect(callsOf(world, run)).toEqual({
      ...KEPT,
      'entry/outer#code': 2,
      'entry/outer#plan@2': 2,
      'entry/outer/outerStep@2#code': 2,
      'entry/outer#code@2': 2,
    });
    const told = requestsOf(run).filter(({ user }) => user.includes('It is too much at once.'));
    expect(new Set(told.map(({ election }) => election))).toEqual(
      new Set([`${run.workflowId}/entry/outer#plan@2`]),
    );
  });

  it('counts every call that was thrown away, answered or not (I3)', async () => {
    let answers = 0;
    const run = await start((request, seen) => {
      if (askedFor(request) !== 'outer') return author(request, seen);
      answers += 1;
      // The votes differ, so that one more is asked for, which does not come.
      return answers < 3 ? `answer ${answers}` : holding('outer')(request, seen);
    });
    await untilStatus(world, run, () => answers === 3 + 1);
    await redecompose(run, 'entry/outer');
    const { calls, lostCalls } = await certificateOf(run);
    expect([calls + lostCalls, lostCalls]).toEqual([requestsOf(run).length, 2]);
  });

  it('cancels all that is under way below it, and all of it tells what it spent', async () => {
    let isHeld = true;
    const run = await start(
      (request, seen) =>
        isHeld && ['one', 'two'].includes(askedFor(request)) && seen > 0
          ? new Promise(() => undefined)
          : askedFor(request) === 'plan'
            ? TWO_AT_ONCE
            : author(request, seen),
      { rules: { maxDepth: 1 } },
    );
    await untilStatus(world, run, () => requestsOf(run).length === 6);
    await untilBothHaveAnAnswer(run);
    isHeld = false;
    await redecompose(run, 'entry', 'Not so.');
    expect((await run.result()).status).toBe('done');
    const { calls, lostCalls, leaves } = await certificateOf(run);
    expect([calls, lostCalls, leaves]).toEqual([requestsOf(run).length - 2, 2, 3]);
    expect(await statesOf(run)).toEqual({
      entry: 'solved',
      'entry/one': 'discarded',
      'entry/two': 'discarded',
      'entry/one@2': 'solved',
      'entry/two@2': 'solved',
    });
  });

  it('changes nothing when it is said again before anything new is decided', async () => {
    const run = await start((request, seen) =>
      request.user.includes('turned down')
        ? new Promise(() => undefined)
        : holding('outer')(request, seen),
    );
    await untilOuterIsAsked(run);
    await redecompose(run, 'entry/outer');
    const again = await redecompose(run, 'entry/outer');
    await untilStatus(world, run, ({ tasks }) => tasks.planning === 1);
    const onceMore = await redecompose(run, 'entry/outer');
    expect([again, onceMore].map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    world.model.author = author;
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
    expect(Object.keys(callsOf(world, run)).filter((id) => id.includes('@3'))).toEqual([]);
  });

  it('lets a run go on that was paused by a fault in what is thrown away', async () => {
    const run = await start((request, seen) => {
      if (askedFor(request) === 'outer' && !request.user.includes('outerStep'))
        throw ApplicationFailure.nonRetryable('It refuses.', 'provider.bad-request');
      return author(request, seen);
    });
    await untilStatus(world, run, ({ state }) => state === 'paused');
    await redecompose(run, 'entry/outer');
    expect((await run.result()).status).toBe('done');
  });

  it('goes on with a task that was stuck', async () => {
    let answers = 0;
    const run = await start(
      (request, seen) => {
        if (askedFor(request) !== 'outer' || request.user.includes('turned down'))
          return author(request, seen);
        answers += 1;
        return `answer ${answers}`;
      },
      { rules: { maxDepth: 1 } },
    );
    const { pause } = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(pause?.code).toBe('task.stuck');
    const { message } = await redecompose(run, 'entry/outer', 'Say it simply.');
    expect(message).toMatch(/maxDepth allows no split: it is written anew as one leaf/);
    expect((await run.result()).status).toBe('done');
    const told = requestsOf(run).filter(({ user }) => user.includes('Say it simply.'));
    expect(told.map(askedFor)).toEqual(['outer', 'outer']);
  });

  it('has another plan elected while the first one waits for approval', async () => {
    const run = await start(author, { approvePlan: true });
    await untilStatus(world, run, ({ state }) => state === 'waiting');
    await redecompose(run, 'entry', 'Too fine.');
    await untilStatus(
      world,
      run,
      ({ state, tasks }) =>
        state === 'waiting' &&
        tasks.splitting === 1 &&
        requestsOf(run).some(({ user }) => user.includes('Too fine.')),
    );
    await run.signal(resumeSignal);
    await run.signal(approveSignal);
    expect((await run.result()).status).toBe('done');
  });
});

const TWO_AT_ONCE = JSON.stringify({
  functions: ['one', 'two'].map((name) => ({
    name,
    parameters: 'n: number',
    returns: 'number',
    purpose: name,
    uses: [],
  })),
});
