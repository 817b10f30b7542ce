import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Certificate } from '../../../src/schemas/certificate';
import { buildSoftware } from '../../../src/workflows';
import {
  approveSignal,
  QUEUE,
  raiseBudgetSignal,
  rejectSignal,
  resumeSignal,
  statusQuery,
  treeQuery,
  type RunRules,
} from '../../../src/workflows/messages';
import { askedFor, type Author, TWO_STEPS } from '../../support/author-model';
import { fillHistory } from '../../support/fill-history';
import { resumeToTheEnd, untilStatus } from '../../support/run-status';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

const SPLIT = 'Do it. '.repeat(20);

/** Answers everything well: the plan above, and for every function its name. */
const goodAuthor: Author = (request) => {
  const asked = askedFor(request);
  return asked === 'plan' ? TWO_STEPS : `code of ${asked}`;
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

let runs = 0;

type Run = WorkflowHandle<typeof buildSoftware>;

/** Starts a run, of a spec that is split unless it is told otherwise. */
async function start(given: {
  readonly author: Author;
  readonly rules?: Partial<RunRules>;
  readonly budget?: { usd: number; calls: number; hours: number };
  readonly approvePlan?: boolean;
  readonly description?: string;
}): Promise<Run> {
  world.model.author = given.author;
  runs += 1;
  const rules = testRules(`run-${runs}`, given.rules);
  const { budget, approvePlan, description = SPLIT } = given;
  const input = await buildInput(world, {
    rules,
    description,
    ...(budget === undefined ? {} : { budget }),
    ...(approvePlan === undefined ? {} : { approvePlan }),
  });
  return world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: rules.run,
    args: [input],
  });
}

/** Requests that reached the model for this run. */
const requestsOf = (run: Run) =>
  world.model.requests.filter(({ run: id }) => id === run.workflowId);

const innerRequestsOf = (run: Run): number =>
  requestsOf(run).filter((request) => askedFor(request) === 'inner').length;

const certificateOf = async (run: Run): Promise<Certificate> =>
  Certificate.parse(await world.store.get((await run.result()).certificate));

/** The histories of a workflow and of all that it started. */
async function historiesBelow(id: string): Promise<readonly History[]> {
  const history = await world.env.client.workflow.getHandle(id).fetchHistory();
  const children = (history.events ?? []).flatMap(
    (event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? [],
  );
  return [history, ...(await Promise.all(children.map(historiesBelow))).flat()];
}

type History = Awaited<ReturnType<Run['fetchHistory']>>;

describe('buildSoftware', () => {
  it('decomposes: it builds more than one leaf, each by an election, and counts every call once', async () => {
    const run = await start({ author: goodAuthor });
    const result = await run.result();
    expect(result.status).toBe('done');
    const certificate = await certificateOf(run);
    expect(certificate.leaves).toBe(3);
    expect(certificate.calls).toBe(requestsOf(run).length);
    expect(certificate.elections).toEqual({ elected: 4, exhausted: 0 });
    const { tasks } = await run.query(treeQuery);
    expect(tasks.map(({ task, state }) => [task, state])).toEqual([
      ['entry', 'solved'],
      ['entry/inner', 'solved'],
      ['entry/outer', 'solved'],
    ]);
  });

  it('asks for a larger lead where the votes on code differ, and says with which it began', async () => {
    let asked = 0;
    const run = await start({
      rules: { margin: null, adaptive: true, accuracy: 0.85, target: 0.95 },
      description: 'Do it.',
      author: (request, seen) => {
        asked += 1;
        return asked === 2 ? 'code of another' : goodAuthor(request, seen);
      },
    });
    const { history, margin } = await certificateOf(run);
    expect(history).toMatchObject([
      {
        kind: 'code',
        status: 'elected',
        opened: 2,
        margin: 3,
        lead: 3,
        votes: 5,
        votesForWinner: 4,
      },
    ]);
    expect(margin).toEqual({ min: 3, max: 3 });
  });

  it('pauses before anything is paid for where the machine lacks what answers or tests run in', async () => {
    const description = 'On a bare machine.';
    const run = await start({ author: goodAuthor, rules: { preparation: true }, description });
    const { pause } = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(pause).toEqual({ code: 'sandbox.missing', message: 'install it' });
    expect(requestsOf(run)).toEqual([]);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
  });

  it('keeps artifacts out of histories: hashes alone, and far from the limits of events and payloads (I5)', async () => {
    const run = await start({ author: goodAuthor });
    await run.result();
    const histories = await historiesBelow(run.workflowId);
    expect(histories).toHaveLength(8);
    for (const { events } of histories) {
      expect(events?.length).toBeLessThan(4_000);
      for (const event of events ?? []) {
        const text = JSON.stringify(event);
        expect(text.length).toBeLessThan(256 * 1_024);
        const payloads = [...text.matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) => data);
        const carried = payloads.map((data) => Buffer.from(data, 'base64').toString());
        expect(carried.join()).not.toContain('code of');
      }
    }
  });

  it('starts a fresh history before the old one grows too long, and loses nothing by it (I5)', async () => {
    let goOn = () => {};
    const signalled = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const author: Author = async (request, seen) => {
      if (askedFor(request) === 'outer') await signalled;
      return goodAuthor(request, seen);
    };
    const run = await start({ author });
    const first = (await run.describe()).runId;
    await untilStatus(world, run, ({ tasks }) => tasks.solved === 1 && tasks.voting === 1);
    await fillHistory(run);
    goOn();
    const current = world.env.client.workflow.getHandle<typeof buildSoftware>(run.workflowId);
    const result = await current.result();
    expect(result.status).toBe('done');
    expect((await current.describe()).runId).not.toBe(first);
    const certificate = Certificate.parse(await world.store.get(result.certificate));
    expect([certificate.leaves, certificate.calls]).toEqual([3, requestsOf(run).length]);
  });

  it('never has more calls of an election in flight than its margin (I4)', async () => {
    const run = await start({ author: goodAuthor, rules: { margin: 3 } });
    await run.result();
    expect(Math.max(...world.model.peaks.values())).toBeLessThanOrEqual(3);
  });

  it('chooses among different plans by discriminators', async () => {
    let proposal = 0;
    const author: Author = (request, seen) => {
      if (askedFor(request) === 'choice')
        return JSON.stringify({
          choice: request.user.indexOf('first') < request.user.indexOf('second') ? 'A' : 'B',
        });
      if (askedFor(request) !== 'plan') return goodAuthor(request, seen);
      proposal += 1;
      const name = proposal % 2 === 1 ? 'first' : 'second';
      return JSON.stringify({
        functions: [{ name, parameters: 'n: number', returns: 'number', purpose: name, uses: [] }],
      });
    };
    const run = await start({ author });
    await run.result();
    expect(
      requestsOf(run).filter((request) => askedFor(request) === 'choice').length,
    ).toBeGreaterThan(0);
    const { tasks } = await run.query(treeQuery);
    expect(tasks.map(({ task }) => task)).toEqual(['entry', 'entry/first']);
  });

  it('pauses on a fault that time does not mend, and goes on from there when told to', async () => {
    let locked = true;
    const author: Author = (request, seen) => {
      if (locked && askedFor(request) === 'inner') {
        throw ApplicationFailure.nonRetryable(
          'The endpoint answered 401: set a valid key.',
          'provider.unauthorised',
        );
      }
      return goodAuthor(request, seen);
    };
    const run = await start({ author });
    const paused = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(paused.pause).toEqual({
      code: 'provider.unauthorised',
      message: 'The endpoint answered 401: set a valid key.',
    });
    await untilStatus(world, run, () => innerRequestsOf(run) === 2);
    locked = false;
    expect((await resumeToTheEnd(world, run)).state).toBe('done');
    const answered = requestsOf(run).length - (await certificateOf(run)).calls;
    expect(answered).toBe(2); // the two that the endpoint refused
  });

  it('goes on with other models when resume brings them, in all that is asked from then on', async () => {
    const author: Author = (request, seen) => {
      if (request.model === 'author' && askedFor(request) === 'inner') {
        throw ApplicationFailure.nonRetryable('The model is gone.', 'provider.no-such-model');
      }
      return goodAuthor(request, seen);
    };
    const run = await start({ author });
    await untilStatus(world, run, ({ state }) => state === 'paused');
    const models = testRules('').models.map((model) => ({ ...model, name: 'other' }));
    expect((await resumeToTheEnd(world, run, { models })).state).toBe('done');
    expect((await run.query(statusQuery)).models).toEqual(models);
    const asked = requestsOf(run).map((request) => `${askedFor(request)} of ${request.model}`);
    expect(new Set(asked)).toEqual(
      new Set([
        'plan of author',
        'inner of author',
        'inner of other',
        'outer of other',
        'entry of other',
      ]),
    );
  });

  it('pauses when its budget is spent, never exceeds it, and goes on when it is raised (I10)', async () => {
    const run = await start({ author: goodAuthor, budget: { usd: 1, calls: 5, hours: 1 } });
    const paused = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(paused.pause?.code).toBe('budget');
    expect(requestsOf(run).length).toBeLessThanOrEqual(5);
    await run.signal(raiseBudgetSignal, { calls: 50 });
    expect((await run.result()).status).toBe('done');
  });

  it('splits a leaf that no election can decide, and then asks the user', async () => {
    let answers = 0;
    const author: Author = (request, seen) => {
      if (askedFor(request) !== 'entry') return goodAuthor(request, seen);
      answers += 1;
      return `answer ${answers}`;
    };
    const run = await start({ author, description: 'Small.', rules: { maxPlans: 1 } });
    const stuck = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(stuck.pause?.code).toBe('task.stuck');
    const { tasks } = await run.query(treeQuery);
    expect(tasks.map(({ task }) => task)).toEqual(['entry', 'entry/inner@2', 'entry/outer@2']);
    expect(stuck.votes).toBeGreaterThan(0);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
  });

  it('waits for approval of the plan, and decomposes anew when it is rejected', async () => {
    const run = await start({ author: goodAuthor, approvePlan: true });
    const asked = await untilStatus(world, run, ({ state }) => state === 'waiting');
    expect(asked.tasks.waiting).toBe(2);
    await run.signal(resumeSignal);
    await run.signal(rejectSignal, { reason: 'Too fine.' });
    await untilStatus(
      world,
      run,
      ({ state, tasks }) =>
        state === 'waiting' &&
        tasks.splitting === 1 &&
        requestsOf(run).some(({ user }) => user.includes('Too fine.')),
    );
    await run.signal(approveSignal);
    expect((await run.result()).status).toBe('done');
  });

  it('fails, and says so, when what was built never passes its tests', async () => {
    const author: Author = (request, seen) =>
      askedFor(request) === 'outer' ? 'wrong' : goodAuthor(request, seen);
    const run = await start({ author });
    expect((await run.result()).status).toBe('failed');
    const certificate = await certificateOf(run);
    expect(certificate.verification.tests.failed).toBe(1);
    expect((await run.query(statusQuery)).failure).toMatch(/outer\.toy is wrong/);
  });

  it('books what was spent when it is cancelled', async () => {
    const author: Author = async (request, seen) => {
      if (askedFor(request) === 'outer') await new Promise(() => undefined);
      return goodAuthor(request, seen);
    };
    const run = await start({ author });
    await untilStatus(world, run, ({ tasks }) => tasks.solved === 1 && tasks.voting === 1);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
    const certificate = await certificateOf(run);
    expect(certificate.calls).toBe(4);
  });
});
