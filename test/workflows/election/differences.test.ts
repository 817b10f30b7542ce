import type { WorkflowHandle } from '@temporalio/client';
import { Certificate } from '../../../src/schemas/certificate';
import { Part } from '../../../src/schemas/subject';
import { buildSoftware } from '../../../src/workflows';
import {
  approveSignal,
  QUEUE,
  rejectSignal,
  resumeSignal,
  type RunRules,
  treeQuery,
} from '../../../src/workflows/messages';
import { askedFor, type Author } from '../../support/author-model';
import { untilStatus } from '../../support/run-status';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

type Run = WorkflowHandle<typeof buildSoftware>;

let runs = 0;

/** Starts a run of one leaf: executors answer with these words in turn, the last one for ever, discriminators by `judge`. */
async function start(given: {
  readonly codes: readonly string[];
  readonly judge?: (user: string) => string | Promise<string>;
  readonly rules?: Partial<RunRules>;
  readonly asksUser?: boolean;
  readonly description?: string;
}): Promise<Run> {
  const { codes, judge = preferGood, rules, asksUser = false, description = 'Small.' } = given;
  let written = 0;
  const author: Author = async (request) => {
    if (askedFor(request) === 'difference')
      return JSON.stringify({ right: await judge(request.user) });
    written += 1;
    return codes[Math.min(written, codes.length) - 1] ?? '';
  };
  world.model.author = author;
  runs += 1;
  const all = testRules(`differences-${runs}`, { differences: { most: 3, asksUser }, ...rules });
  return world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: all.run,
    args: [await buildInput(world, { rules: all, description })],
  });
}

/** The letter behind which the outcome 'good' is shown. */
function preferGood(user: string): string {
  return /^A: one program good$/m.test(user) ? 'A' : 'B';
}

const sayNothing = () => 'unsaid';

async function certificateOf(run: Run): Promise<Certificate> {
  const { certificate } = await run.result();
  return Certificate.parse(await world.store.get(certificate));
}

const requestsOf = (run: Run, subject: string) =>
  world.model.requests.filter(
    (request) => request.run === run.workflowId && askedFor(request) === subject,
  );

/** The code of the run's only part. */
function builtBy(codes: readonly string[]): string {
  const parts = [...world.store.artifacts.values()].flatMap((artifact) => {
    const part = Part.safeParse(artifact);
    return part.success && codes.includes(part.data.code) ? [part.data.code] : [];
  });
  return parts.at(-1) ?? '';
}

describe('holdElection, where the votes on code differ', () => {
  it('elects what discriminators find right, though the other answer is the more frequent one', async () => {
    const codes = ['good', 'bad', 'bad', 'bad', 'good'];
    const run = await start({ codes });
    const certificate = await certificateOf(run);
    expect(certificate.status).toBe('done');
    expect(builtBy(['good', 'bad'])).toBe('good');
    expect(certificate.history).toMatchObject([
      {
        kind: 'difference',
        status: 'elected',
        votes: 3,
        votesForWinner: 3,
        difference: { call: 'entry()' },
      },
      {
        kind: 'code',
        status: 'elected',
        votes: 2,
        votesForWinner: 2,
        redFlags: { 'contradicts-case': 3 },
      },
    ]);
    expect(certificate.elections).toEqual({ elected: 1, exhausted: 0 });
  });

  it('pays for each answer once, and examines it again without asking (I3)', async () => {
    const run = await start({ codes: ['good', 'bad', 'good'] });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'entry')).toHaveLength(3);
    expect(requestsOf(run, 'difference')).toHaveLength(3);
    expect(certificate.calls).toBe(6);
    expect(certificate.votes).toBe(5);
    expect(certificate.redFlags).toEqual({ total: 1, 'contradicts-case': 1 });
  });

  it('counts no answer on another difference where the election begins anew under its id', async () => {
    const first = await start({ codes: ['good', 'bad', 'good'] });
    await first.result();
    const again = await start({
      codes: ['bad'],
      rules: { run: first.workflowId },
      description: 'Small, and another.',
      judge: (user) => (preferGood(user) === 'A' ? 'B' : 'A'),
    });
    expect((await again.result()).status).toBe('done');
    expect(requestsOf(again, 'difference')).toHaveLength(6);
    expect(builtBy(['good', 'bad'])).toBe('bad');
  });

  it('tells executors from then on what was found right', async () => {
    const run = await start({ codes: ['good', 'bad', 'good'] });
    await run.result();
    const told = requestsOf(run, 'entry').map(({ user }) => user.includes('entry(): good'));
    expect(told).toEqual([false, false, true]);
  });

  it('decides a race that would stay tied', async () => {
    const tied = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'good' : 'bad'));
    const most = { most: 0, asksUser: false };
    const without = await start({ codes: tied, rules: { differences: most, maxDepth: 0 } });
    const stuck = await untilStatus(world, without, ({ state }) => state === 'paused');
    expect(stuck.pause?.code).toBe('task.stuck');
    await without.cancel();
    const run = await start({ codes: tied });
    expect((await run.result()).status).toBe('done');
    expect(requestsOf(run, 'entry').length).toBeLessThanOrEqual(4);
  });

  it('asks discriminators nothing while the votes agree', async () => {
    const run = await start({ codes: ['good'] });
    const certificate = await certificateOf(run);
    expect(certificate.history.map(({ kind }) => kind)).toEqual(['code']);
  });

  it('never has more calls in flight than an election may, discriminators among them (I4)', async () => {
    const run = await start({ codes: ['good', 'bad', 'good'] });
    await run.result();
    expect(world.model.peaks.get(`${run.workflowId}/entry#code`)).toBeLessThanOrEqual(3);
  });

  it('takes discriminators who do not agree for no evidence (I2)', async () => {
    let asked = 0;
    const run = await start({
      codes: ['good', 'bad', 'good', 'good', 'good'],
      judge: (user) => {
        asked += 1;
        return asked % 2 === 0 ? 'unsaid' : preferGood(user);
      },
    });
    const certificate = await certificateOf(run);
    expect(certificate.history[0]).toMatchObject({
      kind: 'difference',
      status: 'exhausted',
      difference: { verdict: null },
    });
    expect(certificate.history[1]).toMatchObject({ kind: 'code', votes: 4, votesForWinner: 3 });
    expect(certificate.ambiguities).toBeUndefined();
  });

  it('judges a limited number of differences', async () => {
    const codes = ['a', 'b', 'c', 'd', 'a', 'a', 'a'];
    const rules = { margin: 3, maxVotes: 12, differences: { most: 1, asksUser: false } };
    const run = await start({ codes, rules, judge: sayNothing });
    const certificate = await certificateOf(run);
    const kinds = certificate.history.map(({ kind }) => kind);
    expect(kinds).toEqual(['difference', 'code']);
  });

  it('tells what discriminators cost when the run is cancelled meanwhile', async () => {
    const run = await start({
      codes: ['good', 'bad'],
      judge: () => new Promise(() => undefined),
    });
    while (requestsOf(run, 'difference').length < 3) await world.env.sleep(50);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
    const election = world.env.client.workflow.getHandle(`${run.workflowId}/entry#code`);
    expect(await election.result()).toMatchObject({
      status: 'cancelled',
      usage: { calls: 2 },
      lostCalls: 3,
    });
    expect(await certificateOf(run)).toMatchObject({ calls: 2, lostCalls: 3 });
  });
});

describe('electCode, where discriminators have judged in an election without a winner', () => {
  it('tells the next election what they found, and pays for it once', async () => {
    const rules = { margin: 2, maxVotes: 8, maxFlags: 2, maxDepth: 0 };
    // Each further answer is turned away: the election exhausts, and the task is stuck.
    const run = await start({ codes: ['good', 'bad', 'bad', 'bad'], rules });
    await untilStatus(world, run, ({ state }) => state === 'paused');
    const election = world.env.client.workflow.getHandle(`${run.workflowId}/entry#code`);
    expect(await election.result()).toMatchObject({
      record: { redFlags: { 'contradicts-case': 2 } },
      turnedAway: 2,
    });
    const before = requestsOf(run, 'entry').length;
    await run.signal(resumeSignal);
    while (requestsOf(run, 'entry').length < before + 2) await world.env.sleep(50);
    const later = requestsOf(run, 'entry').slice(before);
    expect(later.every(({ user }) => user.includes('entry(): good'))).toBe(true);
    expect(requestsOf(run, 'difference')).toHaveLength(3);
    await run.cancel();
    await run.result();
  });
});

describe('holdElection, where the contract does not say what is right', () => {
  it('goes on voting, and the certificate names the ambiguity and claims nothing of it', async () => {
    const run = await start({ codes: ['good', 'bad', 'good', 'good'], judge: sayNothing });
    const certificate = await certificateOf(run);
    expect(certificate.status).toBe('done');
    expect(certificate.ambiguities).toMatchObject([{ task: 'entry', call: 'entry()' }]);
    expect([...(certificate.ambiguities?.[0]?.outcomes ?? [])].sort()).toEqual(['bad', 'good']);
    expect(certificate.assumptions.join('\n')).toMatch(
      /contract does not say what is right, in 1 call/,
    );
  });

  it('asks a user who approves plans, with the call and both outcomes, and goes on when told to', async () => {
    const run = await start({
      codes: ['good', 'bad', 'good', 'good'],
      judge: sayNothing,
      asksUser: true,
    });
    const { pause } = await untilStatus(world, run, ({ state }) => state === 'waiting');
    expect(pause?.code).toBe('approval');
    expect(pause?.message).toMatch(/entry\(\)/);
    expect(pause?.message).toMatch(/good.*bad|bad.*good/);
    await run.signal(approveSignal);
    const certificate = await certificateOf(run);
    expect(certificate.ambiguities).toHaveLength(1);
    const { tasks } = await run.query(treeQuery);
    expect(tasks[0]?.elections.map(({ kind }) => kind)).toEqual(['difference', 'code']);
  });

  it('has discriminators judge again by what the user says, and tells it to whoever writes code', async () => {
    const run = await start({
      codes: ['good', 'bad', 'bad', 'good'],
      judge: (user) => (user.includes('It has to be good.') ? preferGood(user) : 'unsaid'),
      asksUser: true,
    });
    await untilStatus(world, run, ({ state }) => state === 'waiting');
    await run.signal(rejectSignal, { reason: 'It has to be good.' });
    const certificate = await certificateOf(run);
    expect(certificate.ambiguities).toBeUndefined();
    expect(certificate.calls).toBe(2 + 3 + 3 + 2);
    expect(builtBy(['good', 'bad'])).toBe('good');
    const told = requestsOf(run, 'entry').map(({ user }) => user.includes('It has to be good.'));
    expect(told).toEqual([false, false, true, true]);
  });
});
