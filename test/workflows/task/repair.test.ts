import { resumeSignal, treeQuery } from '../../../src/workflows/messages';
import {
  ACCEPTANCE,
  authorOf,
  CODES,
  DEEP,
  EXAMPLES,
  fenced,
  LAW,
  REPAIRED,
  UNHARMED,
  WRONG_LONGEST,
  WRONG_SHORTEST,
  wrongWins,
} from '../../support/five-leaves';
import * as repairs from '../../support/repair-run';
import type { Program, RepairWorld, Run } from '../../support/repair-run';
import { untilStatus } from '../../support/run-status';

let world: RepairWorld;
beforeAll(async () => {
  world = await repairs.startRepairWorld();
});
afterAll(() => world.stop());

let runs = 0;

/** Starts a run of a program that is split into five leaves. */
function start(program: Program): Promise<Run> {
  runs += 1;
  return world.start(`repair-${runs}`, program);
}

const callsOf = (run: Run) => repairs.callsOf(world, run);
const certificateOf = (run: Run) => repairs.certificateOf(world, run);

const FAULTY = authorOf({ longest: wrongWins(WRONG_LONGEST, CODES.longest) });

describe('buildCode', () => {
  it('elects the one faulty leaf of five anew, and asks nothing of the others again', async () => {
    const run = await start({ author: FAULTY, contract: { examples: EXAMPLES.slice(0, 2) } });
    expect((await run.result()).status).toBe('done');
    // All answers for the entry were right, and contradicted by the leaf; some more were under way.
    const contradicted = callsOf(run)['entry#code'] ?? 0;
    expect([4, 5, 6]).toContain(contradicted);
    expect(callsOf(run)).toEqual({
      ...REPAIRED,
      'entry#code': contradicted,
      'entry#code@2': 2,
    });
    const certificate = await certificateOf(run);
    expect(certificate).toMatchObject({ repairs: 1, steps: 6, leaves: 6 });
    const anew = certificate.history.filter(({ replaces }) => replaces !== undefined);
    expect(anew).toMatchObject([
      { task: 'entry/longest~2', replaces: 'entry/longest', status: 'elected' },
    ]);
  });

  it('keeps the code that brings the parts together where that was elected, and a law shows the fault', async () => {
    const run = await start({ author: FAULTY, contract: { laws: [LAW] } });
    expect((await run.result()).status).toBe('done');
    expect(callsOf(run)).toEqual(REPAIRED);
    expect(await certificateOf(run)).toMatchObject({ repairs: 1, steps: 6 });
  });

  it('tells the microagents that it asks anew the failing case, and no one else', async () => {
    const run = await start({ author: FAULTY, contract: { laws: [LAW] } });
    await run.result();
    const told = world.model.requests.filter(
      (request) => request.run === run.workflowId && /longest\(.* returns "aa"/.test(request.user),
    );
    expect(new Set(told.map(({ election }) => election))).toEqual(
      new Set([`${run.workflowId}/entry/longest~2#code`]),
    );
  });
});

describe('mendPackage', () => {
  it('repairs the leaf that makes an acceptance test fail, and shows the test to nobody', async () => {
    const run = await start({ author: FAULTY, acceptance: ACCEPTANCE.slice(0, 2) });
    expect((await run.result()).status).toBe('done');
    expect(callsOf(run)).toEqual(REPAIRED);
    const { tasks } = await run.query(treeQuery);
    expect(tasks.map(({ task, state }) => [task, state]).slice(-2)).toEqual([
      ['entry~2', 'solved'],
      ['entry/longest~2', 'solved'],
    ]);
    const own = world.model.requests.filter((request) => request.run === run.workflowId);
    expect(own.filter(({ user }) => user.includes('it is right'))).toEqual([]);
    const { repairs, verification } = await certificateOf(run);
    expect([repairs, verification.acceptance]).toEqual([1, { passed: 2, failed: 0 }]);
  });

  it('repairs a leaf below a child, and keeps that child', async () => {
    const run = await start({
      author: (request, seen) =>
        request.user.endsWith('named entry.') ? fenced(THROUGH_MIDDLE) : FAULTY(request, seen),
      contract: { description: `${DEEP} ${'Do it. '.repeat(30)}` },
      acceptance: ACCEPTANCE.slice(0, 2),
      rules: { maxDepth: 2 },
    });
    expect((await run.result()).status).toBe('done');
    const below = Object.entries(callsOf(run)).filter(([, calls]) => calls !== 2);
    expect(below).toEqual([['entry/middle/longest#code', 4]]);
    expect(Object.keys(callsOf(run)).filter((election) => election.includes('~'))).toEqual([
      'entry/middle/longest~2#code',
    ]);
    expect(await certificateOf(run)).toMatchObject({ repairs: 1, steps: 8, leaves: 8 });
  });

  it('elects the code that brings all together anew when nobody can be blamed, and told that it failed', async () => {
    const unanimous = authorOf({ longest: [WRONG_LONGEST] });
    const run = await start({
      author: (request, seen) =>
        request.user.includes('An earlier entry was not right')
          ? fenced(WITHOUT_LONGEST)
          : unanimous(request, seen),
      acceptance: ACCEPTANCE.slice(0, 2),
    });
    expect((await run.result()).status).toBe('done');
    expect(callsOf(run)).toEqual({ ...UNHARMED, 'entry~2#code': 2 });
  });

  it('asks the user when the repairs are used up, and goes on when told to', async () => {
    let mended = false;
    const twice = authorOf({
      longest: wrongWins(WRONG_LONGEST, CODES.longest),
      shortest: wrongWins(WRONG_SHORTEST, CODES.shortest),
    });
    const right = authorOf();
    const run = await start({
      author: (request, seen) => (mended ? right : twice)(request, seen),
      acceptance: ACCEPTANCE,
      rules: { repairs: 1, maxPlans: 1 },
    });
    const stuck = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(stuck.pause?.code).toBe('repair.stuck');
    expect(stuck.pause?.message).toMatch(/^entry~2 still fails after 1 repair: .*acceptance/);
    const paid = callsOf(run);
    await run.signal(resumeSignal);
    const refuted = await untilStatus(world, run, ({ pause }) => pause?.code === 'package.stuck');
    expect([refuted.state, callsOf(run)]).toEqual(['paused', paid]);
    mended = true;
    await run.signal(resumeSignal);
    await run.signal(resumeSignal);
    expect((await run.result()).status).toBe('done');
    const again = Object.keys(callsOf(run)).filter((election) => !(election in paid));
    expect(again.every((election) => election.startsWith('entry@2'))).toBe(true);
    expect(await certificateOf(run)).toMatchObject({ repairs: 1, steps: 6 });
  });
});

const THROUGH_MIDDLE =
  'export function entry(text: string): string {\n  return middle(tidy(text));\n}';

const WITHOUT_LONGEST = `export function entry(text: string): string {
  const words = cut(text);
  const long = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  return join(long, shortest(words), letters(words));
}`;
