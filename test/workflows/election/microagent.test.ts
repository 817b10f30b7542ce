import { once } from 'node:events';
import { ApplicationFailure } from '@temporalio/common';
import type { Family } from '../../../src/activities/ports/family';
import { Certificate } from '../../../src/schemas/certificate';
import { buildSoftware } from '../../../src/workflows';
import { QUEUE, type ModelChoice, type RunRules } from '../../../src/workflows/messages';
import { AuthorModel, type Author } from '../../support/author-model';
import { buildInput, startWorld, testRules, type World } from '../../support/temporal';
import { toyFamily } from '../../support/toy-family';

/** Answers that are being examined and will be until they are cancelled. */
let heldUp = 0;
const examineCode: Family['examineCode'] = async (code, contract, parts, signal) => {
  if (!code.startsWith('ENDLESS') || signal === undefined)
    return toyFamily.examineCode(code, contract, parts, signal);
  heldUp += 1;
  await once(signal, 'abort');
  throw signal.reason as Error;
};

let world: World;
beforeAll(async () => {
  const family = { ...toyFamily, examineCode };
  world = await startWorld(new AuthorModel(), undefined, { typescript: family, python: family });
});
afterAll(async () => {
  await world.stop();
});

const named = (...names: readonly string[]): readonly ModelChoice[] =>
  names.flatMap((name) => testRules('').models.map((model) => ({ ...model, name })));

let runs = 0;

/** Builds one leaf by these rules; gives its certificate and the requests that reached its models, in order. */
async function build(author: Author, change: Partial<RunRules>) {
  world.model.author = author;
  world.model.requests.length = 0;
  runs += 1;
  const rules = testRules(`several-${runs}`, change);
  const result = await world.env.client.workflow.execute(buildSoftware, {
    taskQueue: QUEUE.workflows,
    workflowId: rules.run,
    args: [await buildInput(world, { rules, description: 'Small.' })],
  });
  const certificate = Certificate.parse(await world.store.get(result.certificate));
  const requests = [...world.model.requests];
  const askedOf = (name: string) => requests.filter(({ model }) => model === name);
  return { certificate, requests, askedOf };
}

describe('an election with several models for its role', () => {
  it('spreads its samples over them in turn', async () => {
    const { certificate, askedOf } = await build(() => 'code', {
      models: named('a', 'b'),
      margin: 4,
    });
    expect([askedOf('a').length, askedOf('b').length]).toEqual([2, 2]);
    expect(certificate.calls).toBe(4);
  });

  it('asks the next model after a red flag', async () => {
    const author: Author = ({ model }) => (model === 'a' ? 'BAD' : 'code');
    const { certificate, askedOf } = await build(author, { models: named('a', 'b'), margin: 2 });
    expect([certificate.votes, certificate.redFlags.total]).toEqual([
      askedOf('b').length,
      askedOf('a').length,
    ]);
    expect(certificate.elections).toEqual({ elected: 1, exhausted: 0 });
  });

  it('gives a sample that one model fails to the next, and pays for each once', async () => {
    const author: Author = ({ model }) => {
      if (model === 'a') throw ApplicationFailure.nonRetryable('Gone.', 'provider.no-such-model');
      return 'code';
    };
    const { certificate, askedOf } = await build(author, { models: named('a', 'b'), margin: 3 });
    expect([certificate.calls, certificate.lostCalls]).toEqual([3, 0]);
    expect([askedOf('a').length, askedOf('b').length]).toEqual([2, 3]);
  });

  it('asks none that has not the role', async () => {
    const planners = named('planner').map((model) => ({
      ...model,
      roles: ['decomposer' as const],
    }));
    const { askedOf } = await build(() => 'code', {
      models: [...planners, ...named('a')],
      margin: 3,
    });
    expect([askedOf('planner').length, askedOf('a').length]).toEqual([0, 3]);
  });
});

describe('the temperature of a sample', () => {
  it('is the lowest for the first alone: a red-flagged answer is not asked for again at it (I1)', async () => {
    let answers = 0;
    const author: Author = () => {
      answers += 1;
      return answers < 3 ? 'BAD' : 'code';
    };
    const { certificate, requests } = await build(author, { models: named('a'), margin: 2 });
    expect(certificate.redFlags.total).toBe(2);
    const temperatures = requests.map(({ temperature }) => temperature);
    expect(temperatures.sort()).toEqual([0, 1, 1, 1]);
  });
});

describe('the samples of an election, by their sources', () => {
  const diversity = { base: 0.3, varied: 0.3, other: 0.4 };

  it('are three by the base prompt, three by varied ones and four at other temperatures, of ten', async () => {
    const change = { models: named('a'), margin: 10, maxVotes: 20, diversity };
    const { certificate, requests } = await build(() => 'code', change);
    expect(certificate.sources).toEqual({
      base: { votes: 3, votesForWinner: 3, redFlags: 0 },
      varied: { votes: 3, votesForWinner: 3, redFlags: 0 },
      other: { votes: 4, votesForWinner: 4, redFlags: 0 },
    });
    const first = requests.find(({ temperature }) => temperature === 0);
    const byBasePrompt = requests.filter(({ user }) => user === first?.user);
    expect(byBasePrompt.map(({ temperature }) => temperature).sort()).toEqual([
      0, 0.5, 0.5, 0.75, 0.75, 1, 1,
    ]);
    const varied = requests.filter(({ user }) => user !== first?.user);
    expect(varied.map(({ temperature }) => temperature)).toEqual([1, 1, 1]);
    expect(new Set(varied.map(({ user }) => user)).size).toBe(2);
  });

  it('are asked of other models where there are any, in turn', async () => {
    const change = { models: named('a', 'b', 'c'), margin: 10, maxVotes: 20, diversity };
    const { certificate, askedOf } = await build(() => 'code', change);
    expect(['a', 'b', 'c'].map((name) => askedOf(name).length)).toEqual([6, 2, 2]);
    expect(certificate.sources?.other?.votes).toBe(4);
  });

  it('show in the certificate whether errors of one source are those of another', async () => {
    const author: Author = ({ model }) => (model === 'a' ? 'code' : 'another code');
    const change = { models: named('a', 'b'), margin: 3, maxVotes: 20, diversity };
    const { certificate } = await build(author, change);
    const { base, other, across } = certificate.sources ?? {};
    expect(base).toMatchObject({ redFlags: 0 });
    expect(base?.votesForWinner).toBe(base?.votes);
    expect(other?.votesForWinner).toBe(0);
    const pairs = ((other?.votes ?? 0) * ((other?.votes ?? 0) - 1)) / 2;
    expect(pairs).toBeGreaterThan(0);
    expect(other?.agreement).toEqual({ pairs, agreeing: pairs });
    expect(across).toBeUndefined();
  });

  it('count for whoever answered in the end', async () => {
    const author: Author = ({ model }) => {
      if (model === 'a') throw ApplicationFailure.nonRetryable('Gone.', 'provider.no-such-model');
      return 'code';
    };
    const change = { models: named('a', 'b'), margin: 3, diversity };
    const { certificate } = await build(author, change);
    expect(certificate.sources).toEqual({ other: { votes: 3, votesForWinner: 3, redFlags: 0 } });
  });

  it('are not asked again at the temperature of a red-flagged first one (I1)', async () => {
    let answers = 0;
    const author: Author = () => {
      answers += 1;
      return answers < 3 ? 'BAD' : 'code';
    };
    const change = { models: named('a'), margin: 2, diversity };
    const { certificate, requests } = await build(author, change);
    expect(certificate.redFlags.total).toBe(2);
    expect(requests.filter(({ temperature }) => temperature === 0)).toHaveLength(1);
    const { base, varied, other } = certificate.sources ?? {};
    const flags = [base, varied, other].map((counts) => counts?.redFlags ?? 0);
    expect(flags.reduce((sum, flagged) => sum + flagged, 0)).toBe(2);
  });

  it('are not told apart in a run of before there were sources', async () => {
    const { certificate } = await build(() => 'code', { models: named('a'), margin: 2 });
    expect(certificate).not.toHaveProperty('sources');
    expect(certificate.history[0]).not.toHaveProperty('sources');
  });
});

describe('an election that is cancelled while its answers are examined', () => {
  it('books what they cost, and counts none of them as lost (I3)', async () => {
    world.model.author = (_, seen) => `ENDLESS ${seen}`;
    const rules = testRules('cancelled-in-examination');
    const run = await world.env.client.workflow.start(buildSoftware, {
      taskQueue: QUEUE.workflows,
      workflowId: rules.run,
      args: [await buildInput(world, { rules, description: 'Small.' })],
    });
    while (heldUp < 2) await world.env.sleep(50);
    await run.cancel();
    const { certificate } = await run.result();
    const { calls, lostCalls, costUsd } = Certificate.parse(await world.store.get(certificate));
    expect({ calls, lostCalls, costUsd }).toEqual({ calls: 2, lostCalls: 0, costUsd: 0.002 });
  });
});
