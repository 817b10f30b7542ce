import { resumeSignal } from '../../../src/workflows/messages';
import { askedFor, type Author } from '../../support/author-model';
import {
  acceptanceOf,
  CODES,
  fenced,
  leaf,
  WRONG_LONGEST,
  wrongWins,
} from '../../support/five-leaves';
import {
  callsOf,
  certificateOf,
  startRepairWorld,
  type Program,
  type RepairWorld,
} from '../../support/repair-run';
import { untilStatus } from '../../support/run-status';

let world: RepairWorld;
beforeAll(async () => {
  world = await startRepairWorld();
});
afterAll(() => world.stop());

/** Two functions that use a third one, and are told what they return where only the second shows what is wrong with it. */
const PLAN = JSON.stringify({
  functions: [
    leaf('longest', 'words: string[]', 'string'),
    { ...leaf('shout', 'word: string', 'string'), uses: ['longest'] },
    { ...leaf('headline', 'text: string', 'string'), uses: ['longest'] },
  ],
});

const SHOUT =
  "export function shout(word: string): string {\n  return longest([word]).toUpperCase() + '!';\n}";
const HEADLINE =
  "export function headline(text: string): string {\n  return longest(text.split(' ')).toUpperCase();\n}";
const ENTRY =
  'export function entry(text: string): string {\n  return `${headline(text)} ${shout(text)}`;\n}';

/** What verifiers propose for each function, and say that it returns. */
const CASES = {
  longest: ['longest(["a", "bbb"])', 'bbb'],
  shout: ['shout("a")', 'A!'],
  headline: ['headline("aa bb")', 'AA'],
  entry: ['entry("aa b")', 'AA AA B!'],
} as const;

const ANSWERS = wrongWins(WRONG_LONGEST, CODES.longest);

/** Errs in `longest` until it is told of words of one length; with `canLearn` false, even then. */
const authorOf =
  (canLearn: () => boolean): Author =>
  (request, seen) => {
    const { user } = request;
    const asked = askedFor(request);
    switch (asked) {
      case 'plan':
        return PLAN;
      case 'inputs':
        return JSON.stringify({ calls: [CASES[functionOf(user)][0]] });
      case 'results':
        return JSON.stringify({ results: [JSON.stringify(CASES[functionOf(user)][1])] });
      case 'longest': {
        const isTold = user.includes('returns "aa"') && canLearn();
        return fenced(isTold ? CODES.longest : (ANSWERS[seen] ?? WRONG_LONGEST));
      }
      case 'shout':
        return fenced(SHOUT);
      case 'headline':
        return fenced(HEADLINE);
      default:
        return fenced(ENTRY);
    }
  };

/** The function that a verifier is asked about. */
function functionOf(user: string): keyof typeof CASES {
  if (user.includes('headline(text')) return 'headline';
  if (user.includes('shout(word')) return 'shout';
  return user.includes('longest(words') ? 'longest' : 'entry';
}

const program = (canLearn: () => boolean): Program => ({
  author: authorOf(canLearn),
  contract: {
    examples: [{ call: 'entry("a")', returns: 'A A!' }],
    probes: ['entry("aa bb")'],
  },
  acceptance: acceptanceOf([{ call: 'entry("aa bb")', returns: 'AA AA BB!' }]),
  rules: { cases: { count: 1, enoughExamples: 3 }, repairs: 1 },
});

describe('a part that fails because of a sibling that it uses', () => {
  it('has that sibling alone elected anew, and what else was built with it verified again', async () => {
    const run = await world.start(
      'sibling-fault',
      program(() => true),
    );
    expect((await run.result()).status).toBe('done');
    const calls = callsOf(world, run);
    expect(calls).toMatchObject({
      'entry/longest#code': 4,
      'entry/longest~2#code': 2,
      'entry/shout#code': 2,
      'entry/headline#code@2': 2,
      'entry#code': 2,
    });
    const { repairs, status, history } = await certificateOf(world, run);
    expect([status, repairs]).toEqual(['done', 1]);
    expect(history.flatMap(({ task, replaces }) => (replaces ? [[task, replaces]] : []))).toEqual([
      ['entry/longest~2', 'entry/longest'],
    ]);
    const { artifact } = await run.result();
    const files = JSON.stringify(await world.store.get(artifact ?? ''));
    expect(files.match(/"path":"src\/longest[^"]*"/g)).toEqual(['"path":"src/longest.ts"']);
    expect(files).toContain('word.length > best.length');
  });

  it('waits while the user is asked about that sibling, and goes on once it is elected', async () => {
    let isStronger = false;
    const run = await world.start(
      'sibling-stuck',
      program(() => isStronger),
    );
    const { pause } = await untilStatus(world, run, ({ state }) => state === 'paused');
    expect(pause?.code).toBe('task.stuck');
    expect(pause?.message).toMatch(/^entry\/longest~2 could not be solved/);
    isStronger = true;
    await run.signal(resumeSignal);
    const { status, repairs } = await certificateOf(world, run);
    expect([status, repairs]).toEqual(['done', 1]);
  });

  it('has told all that it spent when the run is cancelled meanwhile (I3)', async () => {
    const run = await world.start(
      'sibling-cancelled',
      program(() => false),
    );
    await untilStatus(world, run, ({ state }) => state === 'paused');
    await run.cancel();
    const { status, calls, lostCalls } = await certificateOf(world, run);
    const asked = world.model.requests.filter((request) => request.run === run.workflowId);
    expect([status, calls + lostCalls]).toEqual(['cancelled', asked.length]);
  });
});
