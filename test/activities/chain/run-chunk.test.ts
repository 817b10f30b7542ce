import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import type { ChunkInput } from '../../../src/activities/chain/chunk-input';
import { createRunChunk } from '../../../src/activities/chain/run-chunk';
import { createFileJournals } from '../../../src/adapters/file-journals';
import { startOfChain } from '../../../src/domain/chain';
import { Chunk, type ChunkEnd } from '../../../src/schemas/chain';
import { runActivity, silentEnvironment } from '../../support/activity';
import { countingChain } from '../../support/counting-chain';
import { MemoryStore } from '../../support/memory-store';
import { ScriptedSampler, type Script } from '../../support/sampler';

let folder: string;
let store: MemoryStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chunk-'));
  store = new MemoryStore();
});
afterEach(() => rm(folder, { recursive: true }));

const input: ChunkInput = {
  run: 'count',
  chunk: 0,
  family: 'hanoi',
  model: { name: 'author', temperature: { first: 0, later: 0.1 }, samplesPerRequest: 8 },
  rules: { margin: 3, maxVotes: 20, maxFlags: 6 },
  from: startOfChain(0),
  steps: 5,
  previous: null,
  maxCalls: 1_000,
  seed: 7,
};

const right: Script = ({ user, count }) =>
  Promise.resolve(Array<string>(count).fill(String(Number(user) + 1)));

function attempt(script: Script) {
  const model = new ScriptedSampler(script);
  const { runChunk } = createRunChunk({
    store,
    model,
    chains: { hanoi: countingChain },
    journals: createFileJournals(folder),
  });
  return { model, run: (given = input) => runActivity(runChunk, given), runChunk };
}

const outputsOf = async (chunk: string | null) => Chunk.parse(await store.get(chunk ?? '')).outputs;

describe('runChunk', () => {
  it('elects every step, in two requests each: the first sample alone, at its own temperature', async () => {
    const { model, run } = attempt(right);
    const end = await run();
    expect(await outputsOf(end.chunk)).toEqual([1, 2, 3, 4, 5]);
    expect(model.requests.map(({ count, temperature }) => [count, temperature])).toEqual(
      Array.from({ length: 5 }, () => [
        [1, 0],
        [2, 0.1],
      ]).flat(),
    );
    expect(end.counts).toEqual({
      usage: {
        calls: 15,
        promptTokens: 100,
        completionTokens: 15,
        costUsd: expect.closeTo(115e-6) as number,
      },
      lostCalls: 0,
      failedRequests: 0,
      redFlags: {},
      ways: [{ votes: 3, votesForWinner: 3, lead: 3, flags: 0, steps: 5 }],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks one by one where a request brings one answer, never more than could matter (I4)', async () => {
    let inFlight = 0;
    let most = 0;
    const { model, run } = attempt(async (request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await Promise.resolve();
      inFlight -= 1;
      return right(request, 0);
    });
    await run({ ...input, model: { ...input.model, samplesPerRequest: 1 } });
    expect(model.requests.every(({ count }) => count === 1)).toBe(true);
    expect(most).toBe(3);
    expect(model.sampled).toBe(15);
  });

  it('asks again for the answers that a provider left out of a request, and counts none of them', async () => {
    const { model, run } = attempt(({ user }) => Promise.resolve([String(Number(user) + 1)]));
    const end = await run();
    expect(await outputsOf(end.chunk)).toEqual([1, 2, 3, 4, 5]);
    expect(model.requests.map(({ count }) => count)).toEqual(Array(5).fill([1, 2, 1]).flat());
    expect(end.counts).toMatchObject({ usage: { calls: 15 }, lostCalls: 0 });
    expect(end.counts.ways).toEqual([{ votes: 3, votesForWinner: 3, lead: 3, flags: 0, steps: 5 }]);
  });

  it('lets no answer vote that nobody asked for, and pays for it (I4)', async () => {
    const { run } = attempt(async (request, number) => [
      ...(await right(request, number)),
      'unasked',
      '7',
    ]);
    const end = await run();
    expect(await outputsOf(end.chunk)).toEqual([1, 2, 3, 4, 5]);
    expect(end.counts).toMatchObject({
      usage: { calls: 15, completionTokens: 35 },
      redFlags: {},
      ways: [{ votes: 3, votesForWinner: 3, lead: 3, flags: 0, steps: 5 }],
    });
  });

  it('never counts a red flag as a vote, and never asks at the first temperature again (I1)', async () => {
    const { model, run } = attempt(({ temperature, ...request }, number) =>
      temperature === 0 ? Promise.resolve(['what?']) : right({ ...request, temperature }, number),
    );
    const end = await run({ ...input, steps: 1 });
    expect(model.requests.filter(({ temperature }) => temperature === 0)).toHaveLength(1);
    expect(end.counts).toMatchObject({
      usage: { calls: 4 },
      redFlags: { malformed: 1 },
      ways: [{ votes: 3, flags: 1, steps: 1 }],
    });
  });

  it('ends stuck, with its votes kept, where nothing but garbage comes; more patience goes on from there (I2)', async () => {
    const garbage = attempt(({ count }) => Promise.resolve(Array<string>(count).fill('?')));
    const end = await garbage.run();
    expect(end).toMatchObject({
      status: 'stuck',
      chunk: null,
      to: { step: 0, flags: [['malformed', 6]], asked: 6 },
      complaint: 'malformed: found "?"',
    });
    expect(garbage.model.sampled).toBe(6);
    const more = attempt(right);
    const next = await more.run({
      ...input,
      chunk: 1,
      steps: 1,
      from: end.to,
      rules: { ...input.rules, maxFlags: 12 },
    });
    expect(next).toMatchObject({ status: 'advanced', to: { step: 1 } });
    expect(more.model.requests.map(({ temperature }) => temperature)).toEqual([0.1]);
  });

  it('makes no more calls than it was given, and keeps a half-decided step', async () => {
    const { model, run } = attempt(right);
    const end = await run({ ...input, maxCalls: 4 });
    expect(model.sampled).toBe(4);
    expect(end.to).toEqual({ step: 1, state: 1, tally: [['2', 1]], flags: [], asked: 1 });
  });

  it('tries a failing request again, and counts as lost only what may have been charged', async () => {
    const failures = ['provider.unavailable', 'provider.cut-connection'];
    const { run } = attempt((request, number) => {
      const type = failures.shift();
      if (type === undefined) return right(request, number);
      return Promise.reject(ApplicationFailure.create({ type, nextRetryDelay: 1 }));
    });
    const end = await run({ ...input, steps: 1 });
    expect(end.counts).toMatchObject({ usage: { calls: 3 }, failedRequests: 1, lostCalls: 2 });
  });

  it('gives a failure back that time does not mend, and goes on after it without asking anything again', async () => {
    const refused = ApplicationFailure.create({
      type: 'provider.unauthorised',
      nonRetryable: true,
    });
    const broken = attempt((request, number) =>
      number > 6 ? Promise.reject(refused) : right(request, number),
    );
    await expect(broken.run()).rejects.toBe(refused);
    const mended = attempt(right);
    const end = await mended.run();
    expect(await outputsOf(end.chunk)).toEqual([1, 2, 3, 4, 5]);
    expect(mended.model.sampled).toBe(6);
    expect(end.counts.usage.calls).toBe(15);
  });

  it('repeats after a crash what was in flight and nothing else, and counts it as lost (I3)', async () => {
    let crash = (): void => undefined;
    const crashed = new Promise<void>((resolve) => {
      crash = resolve;
    });
    const dead: ((error: Error) => void)[] = [];
    const killed = attempt((request, number) => {
      if (number < 6) return right(request, number);
      crash();
      return new Promise((_, reject) => dead.push(reject));
    });
    const first = killed.run().catch(() => undefined);
    await crashed;
    const second = attempt(right);
    const end = await second.run();
    expect(await outputsOf(end.chunk)).toEqual([1, 2, 3, 4, 5]);
    const answered = 5 * 3;
    expect(end.counts.usage.calls).toBe(answered);
    expect(killed.model.sampled + second.model.sampled).toBe(answered + end.counts.lostCalls);
    expect(end.counts.lostCalls).toBe(2);
    for (const reject of dead) reject(new Error('killed'));
    await first;
  });

  it('decides with the same margins after a crash as before it, where they follow the votes', async () => {
    const adaptive = { ...input, steps: 40, adaptive: { failure: 0.001, most: 10 } };
    const wavering: Script = (request, number) =>
      Number(request.user) % 4 === 3 && request.temperature === 0
        ? Promise.resolve(['0'])
        : right(request, number);
    const whole = await attempt(wavering).run({ ...adaptive, run: 'whole' });
    const refused = ApplicationFailure.create({
      type: 'provider.unauthorised',
      nonRetryable: true,
    });
    const broken = attempt((request, number) =>
      request.user === '23' && request.temperature > 0
        ? Promise.reject(refused)
        : wavering(request, number),
    );
    await expect(broken.run(adaptive)).rejects.toBe(refused);
    const mended = await attempt(wavering).run(adaptive);
    expect(mended.to).toEqual(whole.to);
    expect(mended.counts.ways).toEqual(whole.counts.ways);
    expect(new Set(whole.counts.ways.map(({ lead }) => lead)).size).toBeGreaterThan(1);
  });

  it('answers with what it found before, when it is run again after its end', async () => {
    const end = await attempt(right).run();
    const again = attempt(right);
    expect(await again.run()).toEqual(end);
    expect(again.model.requests).toEqual([]);
  });

  it('ends early when it is cancelled, with all that was spent', async () => {
    const environment = silentEnvironment();
    const { runChunk, model } = attempt(async (request, number) => {
      if (number === 4) environment.cancel();
      return right(request, number);
    });
    const end = await environment.run<[ChunkInput], ChunkEnd, typeof runChunk>(runChunk, input);
    expect(end.to.step).toBeLessThan(5);
    expect(end.counts.usage.calls).toBe(model.sampled);
  });
});
