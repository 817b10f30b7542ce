import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { PlainContract } from '../../../src/domain/plain-contract';
import { Certificate } from '../../../src/schemas/certificate';
import type { Example } from '../../../src/schemas/contract';
import { Part } from '../../../src/schemas/subject';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE, type RunRules } from '../../../src/workflows/messages';
import { contractOf } from '../../families/typescript/contracts';
import { askedFor, type Author, AuthorModel } from '../../support/author-model';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';
import { toyFamily } from '../../support/toy-family';

/** What each code returns on the one call that is in doubt, until a case states it. */
const RETURNED: Readonly<Record<string, number>> = { good: 2, bad: 1, untried: 2 };
const CALL = 'entry(1)';

const family: typeof toyFamily = {
  ...toyFamily,
  examineCode: (code, contract, parts) => {
    const broken = contract.cases.find(({ returns }) => returns !== RETURNED[code]);
    if (broken === undefined) return toyFamily.examineCode(code, contract, parts);
    return Promise.resolve({ status: 'flagged', redFlag: 'contradicts-case', detail: CALL });
  },
  inPlainTerms: () => PLAIN,
  doubtfulCalls: async ({ code, contract }, { answers, witness }) => {
    if (code === 'untried') return null;
    const returns = RETURNED[code] ?? null;
    const told = (await witness?.([[1]])) ?? [];
    const others = [...answers.map((answer) => RETURNED[answer]), ...told];
    const isStated = contract.cases.some(({ call }: Example) => call === CALL);
    const apart = isStated ? 0 : others.filter((value) => value !== returns).length;
    const doubt = { call: CALL, returns, tells: 2, tellsAnswers: apart };
    return {
      calls: isStated ? [] : [doubt],
      answersApart: apart,
      mutants: 4,
      vouched: isStated ? 4 : 2,
      ...(witness === undefined ? {} : { witness: { calls: 1, apart } }),
    };
  },
};

const PLAIN: PlainContract = {
  name: 'entry',
  description: 'In another language.',
  background: '',
  parameters: [{ name: 'n', type: { kind: 'integer' } }],
  result: { kind: 'integer' },
  examples: [],
  cases: [],
};

/** The other language: its code is the same words, and returns the same. */
const other: typeof toyFamily = {
  ...toyFamily,
  name: 'python',
  fromPlainTerms: ({ description }) => ({
    contract: contractOf('other_entry(n: int) -> int', { description }),
    callOf: (args) => `other_entry(${JSON.stringify(args[0])})`,
  }),
  valueReturned: (outcome) => RETURNED[outcome],
};

let world: World;
beforeAll(async () => {
  const families = { typescript: family, python: other };
  world = await startWorld(new AuthorModel(), undefined, families);
});
afterAll(async () => {
  await world.stop();
});

type Run = WorkflowHandle<typeof buildSoftware>;

let runs = 0;

/** Starts a run of one leaf: executors answer with these words in turn, the last one for ever, verifiers state these results. */
async function start(given: {
  readonly codes: readonly string[];
  readonly results?: readonly string[];
  readonly confirmation?: RunRules['confirmation'] | null;
  readonly verify?: () => Promise<string>;
  /** What is written in the other language, in turn. */
  readonly witnesses?: readonly string[];
  readonly witness?: () => Promise<string>;
}): Promise<Run> {
  const {
    codes,
    results = ['2'],
    confirmation = { most: 4, leastCases: 0, rounds: 2 },
    verify,
    witnesses = [],
    witness,
  } = given;
  let called = 0;
  let written = 0;
  let stated = 0;
  const author: Author = (request) => {
    if (askedFor(request) === 'other_entry') {
      called += 1;
      if (witness !== undefined) return witness();
      return witnesses[called - 1] ?? '';
    }
    if (askedFor(request) !== 'results') {
      written += 1;
      return codes[Math.min(written, codes.length) - 1] ?? '';
    }
    stated += 1;
    if (verify !== undefined) return verify();
    return JSON.stringify({ results: [results[Math.min(stated, results.length) - 1]] });
  };
  world.model.author = author;
  runs += 1;
  const rules = { margin: 3, maxVotes: 12, ...(confirmation === null ? {} : { confirmation }) };
  const all = testRules(`confirm-${runs}`, rules);
  return world.env.client.workflow.start(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: all.run,
    args: [await buildInput(world, { rules: all, description: 'Small.' })],
  });
}

async function certificateOf(run: Run): Promise<Certificate> {
  const { certificate } = await run.result();
  return Certificate.parse(await world.store.get(certificate));
}

const requestsOf = (run: Run, subject: string) =>
  world.model.requests.filter(
    (request) => request.run === run.workflowId && askedFor(request) === subject,
  );

/** The part that was finished last. */
function lastPart(): Part {
  const parts = [...world.store.artifacts.values()].flatMap((artifact) => {
    const part = Part.safeParse(artifact);
    return part.success ? [part.data] : [];
  });
  const last = parts.at(-1);
  if (last === undefined) throw new Error('expected a part, found none');
  return last;
}

const confirmationOf = ({ history }: Certificate) =>
  history.find(({ kind }) => kind === 'code')?.confirmation;

describe('holdElection, where a winner is confirmed', () => {
  it('asks nobody where verifiers have agreed on too few cases, and names what nothing vouches for', async () => {
    const confirmation = { most: 4, leastCases: 1, rounds: 2 };
    const run = await start({ codes: ['bad'], confirmation });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'results')).toEqual([]);
    expect(certificate.calls).toBe(3);
    expect(confirmationOf(certificate)).toMatchObject({ calls: 0, vouched: 2, isTried: true });
    expect(certificate.uncertain).toHaveLength(1);
  });

  it('asks two verifiers who state what the code returns, and no more', async () => {
    const run = await start({ codes: ['good'] });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'results')).toHaveLength(2);
    expect(certificate.calls).toBe(3 + 2);
    expect(confirmationOf(certificate)).toEqual({
      calls: 1,
      confirmed: 1,
      refuted: 0,
      isTried: true,
      mutants: 4,
      vouched: 4,
    });
    expect(certificate.uncertain).toBeUndefined();
    expect(lastPart().contract.cases).toEqual([]);
  });

  it('holds other votes against the winner, and says where nobody has decided between them', async () => {
    const codes = ['good', 'bad', 'good', 'good', 'good'];
    const settled = await certificateOf(await start({ codes }));
    const confirmation = { most: 4, leastCases: 1, rounds: 2 };
    const open = await certificateOf(await start({ codes, confirmation }));
    expect(confirmationOf(settled)).toMatchObject({ confirmed: 1 });
    expect(confirmationOf(settled)).not.toHaveProperty('apart');
    expect(settled.uncertain).toBeUndefined();
    expect(confirmationOf(open)).toMatchObject({ apart: 1 });
    expect(open.uncertain).toMatchObject([
      { reason: expect.stringMatching(/^1 other answer .* otherwise$/) as string },
    ]);
  });

  it('turns a wrong winner away that all votes were for, and pays for each answer once (I3)', async () => {
    const run = await start({ codes: ['bad', 'bad', 'bad', 'good'] });
    const certificate = await certificateOf(run);
    expect(lastPart().code).toBe('good');
    expect(lastPart().contract.cases).toEqual([{ call: CALL, returns: 2 }]);
    expect(requestsOf(run, 'results')).toHaveLength(4);
    expect(certificate.calls).toBe(3 + 4 + 3);
    expect(certificate.history).toMatchObject([
      { kind: 'code', votes: 3, votesForWinner: 3, redFlags: { 'contradicts-case': 3 } },
    ]);
    expect(confirmationOf(certificate)).toMatchObject({ refuted: 1, calls: 0, vouched: 4 });
  });

  it('remembers who was turned away where nothing can be tried of the next', async () => {
    const run = await start({ codes: ['bad', 'bad', 'bad', 'untried'] });
    const certificate = await certificateOf(run);
    expect(lastPart().code).toBe('untried');
    expect(confirmationOf(certificate)).toMatchObject({ refuted: 1, calls: 0, mutants: 0 });
  });

  it('tells executors from then on what verifiers agreed on', async () => {
    const run = await start({ codes: ['bad', 'bad', 'bad', 'good'] });
    await run.result();
    const told = requestsOf(run, 'entry').map(({ user }) => user.includes(CALL));
    expect(told).toEqual([false, false, false, true, true, true]);
  });

  it('shows no verifier the code, or what it returns', async () => {
    const run = await start({ codes: ['bad', 'bad', 'bad', 'good'] });
    await run.result();
    expect(requestsOf(run, 'results').filter(({ user }) => /\bbad\b|returned/.test(user))).toEqual(
      [],
    );
  });

  it('makes a case of what a quorum agrees on with the code, when one dissents at first', async () => {
    const run = await start({ codes: ['good'], results: ['7', '2'] });
    await run.result();
    expect(requestsOf(run, 'results')).toHaveLength(5);
    expect(lastPart().contract.cases).toEqual([{ call: CALL, returns: 2 }]);
    expect(requestsOf(run, 'entry')).toHaveLength(3);
  });

  it('leaves a winner elected on whose call verifiers differ, and says that it is uncertain', async () => {
    const run = await start({ codes: ['bad'], results: ['7', '8', '9'] });
    const certificate = await certificateOf(run);
    expect(certificate.status).toBe('done');
    expect(requestsOf(run, 'results')).toHaveLength(3);
    expect(certificate.uncertain).toMatchObject([
      { task: 'entry', reason: expect.stringContaining('did not confirm 1 of 1 call') as string },
    ]);
  });

  it('asks no more after as many winners were turned away as the rules allow, and says so', async () => {
    const run = await start({
      codes: ['bad', 'bad', 'bad', 'good'],
      confirmation: { most: 4, leastCases: 0, rounds: 1 },
    });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'results')).toHaveLength(4);
    expect(confirmationOf(certificate)).toMatchObject({ refuted: 1, isTried: false });
    expect(certificate.uncertain).toHaveLength(1);
  });

  it('gives up after verifiers whose replies cannot be read, and says that nothing is confirmed', async () => {
    // The second reply comes after a third was asked for, as it is when the first is known before it, so that the count is sure.
    const replies: (() => void)[] = [];
    const verify = async (): Promise<string> => {
      const first = replies.length === 0;
      const held = new Promise<void>((resolve) => void replies.push(resolve));
      if (replies.length === 3) for (const reply of replies) reply();
      if (!first) await held;
      return 'no idea';
    };
    const run = await start({ codes: ['good'], verify });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'results')).toHaveLength(3);
    expect(certificate.calls).toBe(6);
    expect(certificate.uncertain).toHaveLength(1);
  });

  it('asks nobody in a run whose rules do not say so', async () => {
    const run = await start({ codes: ['bad'], confirmation: null });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'results')).toEqual([]);
    expect(confirmationOf(certificate)).toBeUndefined();
  });

  it('tells what verifiers cost when the run is cancelled meanwhile', async () => {
    const run = await start({ codes: ['good'], verify: () => new Promise(() => undefined) });
    while (requestsOf(run, 'results').length < 2) await world.env.sleep(50);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
    expect(await certificateOf(run)).toMatchObject({ calls: 3, lostCalls: 2 });
  });

  const WITNESSED = { most: 4, leastCases: 0, rounds: 2, witness: true };

  it('asks one microagent for the same in another language, once for all winners', async () => {
    const run = await start({
      codes: ['bad', 'bad', 'bad', 'good'],
      confirmation: WITNESSED,
      witnesses: ['good'],
    });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'other_entry')).toHaveLength(1);
    expect(certificate.calls).toBe(3 + 1 + 4 + 3);
    expect(confirmationOf(certificate)).toMatchObject({
      refuted: 1,
      witness: { calls: 1, apart: 0 },
    });
  });

  it('names what its witness would do otherwise, where nobody has decided', async () => {
    const confirmation = { ...WITNESSED, leastCases: 1 };
    const run = await start({ codes: ['bad'], confirmation, witnesses: ['good'] });
    const certificate = await certificateOf(run);
    expect(certificate.calls).toBe(3 + 1);
    expect(confirmationOf(certificate)).toMatchObject({
      apart: 1,
      witness: { calls: 1, apart: 1 },
    });
    expect(certificate.uncertain).toMatchObject([
      { reason: expect.stringMatching(/^1 other answer .* otherwise$/) as string },
    ]);
  });

  it('goes on without a witness after two whose answers are red-flagged', async () => {
    const witnesses = ['BAD', 'BAD', 'good'];
    const run = await start({ codes: ['good'], confirmation: WITNESSED, witnesses });
    const certificate = await certificateOf(run);
    expect(requestsOf(run, 'other_entry')).toHaveLength(2);
    expect(certificate.calls).toBe(3 + 2 + 2);
    expect(confirmationOf(certificate)).not.toHaveProperty('witness');
  });

  it('tells what its witness cost when the run is cancelled meanwhile', async () => {
    const run = await start({
      codes: ['good'],
      confirmation: WITNESSED,
      witness: () => new Promise(() => undefined),
    });
    while (requestsOf(run, 'other_entry').length < 1) await world.env.sleep(50);
    await run.cancel();
    expect((await run.result()).status).toBe('cancelled');
    expect(await certificateOf(run)).toMatchObject({ calls: 3, lostCalls: 1 });
  });

  it('replays (I7)', async () => {
    const codes = ['bad', 'bad', 'bad', 'good'];
    const run = await start({ codes, confirmation: WITNESSED, witnesses: ['good'] });
    await run.result();
    const id = `${run.workflowId}/entry#code`;
    const history = await world.env.client.workflow.getHandle(id).fetchHistory();
    const workflowsPath = require.resolve('../../../src/workflows');
    await expect(Worker.runReplayHistory({ workflowsPath }, history, id)).resolves.toBeUndefined();
  });
});
