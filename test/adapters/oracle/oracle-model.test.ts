import type { SamplingModel } from '../../../src/activities/ports/language-model';
import { OpenAiModel } from '../../../src/adapters/openai-model';
import { createOracleModel } from '../../../src/adapters/oracle/oracle-model';
import { hanoi } from '../../../src/families/hanoi';
import { ModelProfile } from '../../../src/schemas/model';
import { OracleNoise } from '../../../src/schemas/oracle';
import { startOracle } from '../../support/oracle';

const STATE = hanoi.initialState({ name: 'tower', family: 'hanoi', disks: 4 });
const REQUEST = { model: 'oracle', ...hanoi.prompt(STATE), temperature: 0, seed: 1 };
const never = new AbortController().signal;

function modelWith(noise: Partial<OracleNoise>) {
  return createOracleModel({
    ...ModelProfile.parse({
      name: 'oracle',
      baseUrl: 'http://oracle.in-process',
      price: { input: 1, output: 2 },
      temperature: { min: 0, max: 1 },
    }),
    oracle: OracleNoise.parse(noise),
  });
}

describe('createOracleModel', () => {
  it('answers one request with several samples and charges the prompt once', async () => {
    const model = modelWith({});
    const one = await model.complete(REQUEST, never);
    const { answers, promptTokens, completionTokens, costUsd } = await model.sample(
      { ...REQUEST, count: 3 },
      never,
    );
    expect(answers.map(({ text }) => hanoi.readAnswer(text, STATE).status)).toEqual([
      'vote',
      'vote',
      'vote',
    ]);
    expect([promptTokens, completionTokens]).toEqual([one.promptTokens, 3 * one.completionTokens]);
    expect(costUsd).toBeCloseTo((promptTokens + 2 * completionTokens) / 1e6, 12);
  });

  it('gives the answers of the oracle over HTTP for the same seed, and others for another', async () => {
    const noise = { errorRate: 0.5, flagRate: 0.1, seed: 3 };
    const server = await startOracle(noise);
    const far = ModelProfile.parse({
      name: 'oracle',
      baseUrl: server.baseUrl,
      price: { input: 1, output: 2 },
      temperature: { min: 0, max: 1 },
    });
    const there = new OpenAiModel({ profiles: [far], env: {} });
    const ask = (model: SamplingModel, seed: number) =>
      model.sample({ ...REQUEST, temperature: 1, seed, count: 20 }, never);

    const here = await ask(modelWith(noise), 5);
    expect(await ask(there, 5)).toEqual(here);
    expect((await ask(there, 6)).answers).not.toEqual(here.answers);
    await server.close();
  });

  it.each([
    ['rejectRate', 'provider.rate-limited', false],
    ['dropRate', 'provider.cut-connection', false],
  ] as const)(
    'fails with %s as a provider does that is asked over HTTP',
    async (rate, type, nonRetryable) => {
      await expect(modelWith({ [rate]: 1 }).complete(REQUEST, never)).rejects.toMatchObject({
        type,
        nonRetryable,
      });
    },
  );

  it('asks to be left alone for as long as over HTTP', async () => {
    await expect(modelWith({ rejectRate: 1 }).complete(REQUEST, never)).rejects.toMatchObject({
      nextRetryDelay: 100,
    });
  });

  it('refuses what is no question of its puzzle for ever', async () => {
    const asked = modelWith({}).complete({ ...REQUEST, user: 'Hello?' }, never);
    await expect(asked).rejects.toMatchObject({
      type: 'provider.bad-request',
      nonRetryable: true,
      message: expect.stringContaining('Current State') as string,
    });
  });

  it("ends with the signal's reason when it is aborted before or during its latency", async () => {
    const reason = new Error('enough');
    const model = modelWith({ latencyMs: 3_600_000, latencyTail: 0 });
    await expect(model.complete(REQUEST, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const asked = model.complete(REQUEST, controller.signal);
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });
});
