import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { CompletionRequest } from '../../src/activities/ports/language-model';
import { MAX_ANSWER_LENGTH, firstOf } from '../../src/adapters/openai-answer';
import { OpenAiModel } from '../../src/adapters/openai-model';
import { ModelProfile } from '../../src/schemas/model';
import { Provider, type Received, completion, sendJson } from '../support/provider';

const KEY = 'sk-secret"\\/1234567890';
const QUESTION: CompletionRequest = {
  model: 'tiny',
  system: 'You write code.',
  user: 'Add two numbers.',
  maxTokens: 100,
  temperature: 0.5,
  seed: 7,
};

let provider: Provider | undefined;
afterEach(async () => {
  await provider?.stop();
  provider = undefined;
});

async function serve(
  answer: (response: ServerResponse, request: Received) => void,
): Promise<Provider> {
  provider = await Provider.start(answer);
  return provider;
}

function model(
  baseUrl: string,
  overrides: Partial<ModelProfile> = {},
  key: string | undefined = KEY,
) {
  const profile = ModelProfile.parse({ name: 'tiny', baseUrl, ...overrides });
  return new OpenAiModel({ profiles: [profile], env: { OPENAI_API_KEY: key } });
}

const never = () => new AbortController().signal;

/** The two ways of asking for one answer: over the openai package, and without it. */
const WAYS = {
  complete: (model: OpenAiModel, request: CompletionRequest, signal: AbortSignal) =>
    model.complete(request, signal),
  sample: async (model: OpenAiModel, request: CompletionRequest, signal: AbortSignal) =>
    firstOf(await model.sample({ ...request, count: 1 }, signal)),
};

describe.each(Object.entries(WAYS))('OpenAiModel.%s', (_way, ask) => {
  it('sends no key to an endpoint for which none is named, and says so when that wants one', async () => {
    const { received, baseUrl } = await serve((response) => {
      sendJson(response, { error: { message: 'Who are you?' } }, { status: 401 });
    });
    const asked = ask(model(baseUrl, { apiKeyEnv: null }), QUESTION, never());

    await expect(asked).rejects.toThrow(
      /401 Who are you\?: no key was sent.*Give the model an apiKeyEnv in millwright.config.yaml/,
    );
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it('asks once, in the words of the protocol', async () => {
    const { received, baseUrl } = await serve((response) => {
      sendJson(response, completion('1'));
    });
    const schema = { name: 'plan', json: { type: 'object' } };
    await ask(model(baseUrl), { ...QUESTION, schema }, never());

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
      body: {
        model: 'tiny',
        messages: [
          { role: 'system', content: 'You write code.' },
          { role: 'user', content: 'Add two numbers.' },
        ],
        temperature: 0.5,
        seed: 7,
        max_tokens: 100,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'plan', schema: { type: 'object' }, strict: true },
        },
      },
    });
  });

  it('sends no schema where none is asked for, and no key where there is none', async () => {
    const { received, baseUrl } = await serve((response) => {
      sendJson(response, completion('1'));
    });
    await ask(model(baseUrl, {}, ' \n'), QUESTION, never());

    expect(received[0]?.body).not.toHaveProperty('response_format');
    expect(received[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [2, 1],
    [0, 0.2],
    [0.6, 0.6],
  ])('clips temperature %d to the range of the profile', async (temperature, sent) => {
    const { received, baseUrl } = await serve((response) => {
      sendJson(response, completion('1'));
    });
    const tiny = model(baseUrl, { temperature: { min: 0.2, max: 1 } });
    await ask(tiny, { ...QUESTION, temperature }, never());

    expect(received[0]?.body).toMatchObject({ temperature: sent });
  });

  it('counts tokens and cost by the profile', async () => {
    const { baseUrl } = await serve((response) => {
      sendJson(response, completion('a + b'));
    });
    const answer = await ask(model(baseUrl, { price: { input: 3, output: 4 } }), QUESTION, never());

    expect(answer).toEqual({
      text: 'a + b',
      finish: 'stop',
      promptTokens: 10,
      completionTokens: 5,
      costUsd: 0.00005,
    });
  });

  it('cuts ten megabytes of text and calls it cut off', async () => {
    const { baseUrl } = await serve((response) => {
      sendJson(response, completion('x'.repeat(10_000_000)));
    });
    const { text, finish } = await ask(model(baseUrl), QUESTION, never());

    expect(finish).toBe('length');
    expect(text).toBe('x'.repeat(MAX_ANSWER_LENGTH));
  });

  it('takes no choice for refused where it was charged', async () => {
    const { baseUrl } = await serve((response) => {
      sendJson(response, completion('', { choices: [] }));
    });

    await expect(ask(model(baseUrl), QUESTION, never())).resolves.toMatchObject({
      finish: 'refused',
      completionTokens: 5,
    });
  });

  it('reads an answer that begins with a byte order mark', async () => {
    const { baseUrl } = await serve((response) => {
      response.end(`\ufeff${JSON.stringify(completion('1'))}`);
    });

    await expect(ask(model(baseUrl), QUESTION, never())).resolves.toMatchObject({ text: '1' });
  });

  it('says who asks, and for what', async () => {
    const { received, baseUrl } = await serve((response) => {
      sendJson(response, completion('1'));
    });
    await ask(model(baseUrl), QUESTION, never());

    expect(received[0]?.headers).toMatchObject({
      'user-agent': expect.stringMatching(/./) as string,
      accept: 'application/json',
      'content-type': 'application/json',
    });
  });

  it('never has more requests under way than the profile allows', async () => {
    const open: ServerResponse[] = [];
    let most = 0;
    const { received, baseUrl } = await serve((response) => {
      most = Math.max(most, open.push(response));
      // Answers only when as many have come as may: one more would make the maximum exceed it.
      if (open.length === 2)
        for (const waiting of open.splice(0)) sendJson(waiting, completion('1'));
    });
    const tiny = model(baseUrl, { limits: { concurrency: 2 } });
    await Promise.all(Array.from({ length: 6 }, () => ask(tiny, QUESTION, never())));

    expect(most).toBe(2);
    expect(received).toHaveLength(6);
  });

  it('ends a request under way when the signal is aborted, with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the run was cancelled');
    let hungUp: Promise<unknown> = Promise.resolve('never asked');
    const { received, baseUrl } = await serve((response) => {
      hungUp = once(response, 'close');
      controller.abort(reason);
    });

    await expect(ask(model(baseUrl), QUESTION, controller.signal)).rejects.toBe(reason);
    await expect(hungUp).resolves.toEqual([]);
    expect(received).toHaveLength(1);
  });

  it('sends nothing when the signal is aborted before', async () => {
    const { received, baseUrl } = await serve(() => {});
    const reason = new Error('too late');

    await expect(ask(model(baseUrl), QUESTION, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(received).toEqual([]);
  });

  it('takes a prompt that the filter stopped for refused and free', async () => {
    const { baseUrl } = await serve((response) => {
      sendJson(response, { error: { code: 'content_filter', message: 'no' } }, { status: 400 });
    });

    await expect(ask(model(baseUrl), QUESTION, never())).resolves.toMatchObject({
      finish: 'refused',
      costUsd: 0,
    });
  });

  it('fails for good on a model that is not configured, and names those that are', async () => {
    const tiny = model('http://127.0.0.1:9/v1');

    await expect(ask(tiny, { ...QUESTION, model: 'huge' }, never())).rejects.toMatchObject({
      type: 'provider.no-such-model',
      nonRetryable: true,
      message: expect.stringMatching(/"huge".*knows tiny/),
    });
  });
});

describe('OpenAiModel.sample', () => {
  const choice = (content: string | null, more: object = {}) => ({
    finish_reason: 'stop',
    message: { role: 'assistant', content },
    ...more,
  });
  const askFor = (baseUrl: string, count: number) =>
    model(baseUrl).sample({ ...QUESTION, count }, never());
  const serveChoices = (choices: readonly unknown[]) =>
    serve((response) => {
      sendJson(response, completion('', { choices }));
    });

  it('asks for several answers by n, and for one without it', async () => {
    const { received, baseUrl } = await serveChoices([choice('1')]);
    await askFor(baseUrl, 3);
    await askFor(baseUrl, 1);

    expect(received.map(({ body }) => body['n'])).toEqual([3, undefined]);
  });

  it.each([1, 3, 5])('returns the %i answers that came where 3 were asked for', async (came) => {
    const texts = Array.from({ length: came }, (_, index) => `answer ${index}`);
    const { baseUrl } = await serveChoices(texts.map((text) => choice(text)));
    const { answers, promptTokens, completionTokens } = await askFor(baseUrl, 3);

    expect(answers.map(({ text }) => text)).toEqual(texts);
    expect([promptTokens, completionTokens]).toEqual([10, 5]);
  });

  it('judges each answer for itself', async () => {
    const { baseUrl } = await serveChoices([
      choice('1'),
      choice(null, { message: { content: null, refusal: 'I cannot.' } }),
      choice('x'.repeat(10_000_000)),
      choice('1', { finish_reason: 'length' }),
    ]);
    const { answers } = await askFor(baseUrl, 4);

    expect(answers.map(({ finish }) => finish)).toEqual(['stop', 'refused', 'length', 'length']);
    expect(answers[2]?.text).toHaveLength(MAX_ANSWER_LENGTH);
  });
});
