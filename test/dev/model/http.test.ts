import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { createEngine } from '../../../src/dev/model/engine';
import { createModelServer } from '../../../src/dev/model/http';
import { UnsupportedSchema } from '../../../src/dev/model/json-grammar';
import { scriptDecoder, type Script, type ScriptedDecoder } from './scripted-decoder';

const model = 'tiny';
const messages = [{ role: 'user' as const, content: 'hello' }];

describe('createModelServer', () => {
  const servers: Server[] = [];
  const failures: unknown[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
    failures.length = 0;
  });

  async function serve(decoder: Promise<ScriptedDecoder>): Promise<string> {
    const onFailure = (error: unknown) => failures.push(error);
    const server = createModelServer({ model, engine: decoder.then(createEngine), onFailure });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function start(script?: Script) {
    const decoder = scriptDecoder(script);
    return { decoder, url: await serve(Promise.resolve(decoder)) };
  }

  async function post(url: string, body: unknown, signal: AbortSignal | null = null) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('answers the OpenAI client', async () => {
    const { url } = await start();
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 });
    const completion = await client.chat.completions.create({ model, messages, n: 2 });
    expect(completion.choices[1]?.message.content).toMatch(/^hello#\d+$/);
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual([model]);
  });

  it('counts the prompt once, however many answers it gets', async () => {
    const { url } = await start();
    const { body } = await post(url, { model, messages, n: 3, seed: 1 });
    expect(body['usage']).toEqual({
      prompt_tokens: 5,
      completion_tokens: 21,
      total_tokens: 26,
      prompt_tokens_details: { cached_tokens: 0 },
    });
    expect(body['choices']).toMatchObject([{ index: 0 }, { index: 1 }, { index: 2 }]);
  });

  it('says when an answer was cut off', async () => {
    const { url } = await start();
    const { body } = await post(url, { model, messages, max_tokens: 2 });
    expect(body['choices']).toMatchObject([
      { finish_reason: 'length', message: { content: 'he' } },
    ]);
  });

  it('answers ten requests at once', async () => {
    const { url } = await start();
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    const answers = await Promise.all(seeds.map((seed) => post(url, { model, messages, seed })));
    expect(answers.map(({ status }) => status)).toEqual(seeds.map(() => 200));
    expect(answers.map(({ body }) => body['choices'])).toMatchObject(
      seeds.map((seed) => [{ message: { content: `hello#${seed}` } }]),
    );
  });

  it('takes a request out of the queue when its client hangs up', async () => {
    const { url, decoder } = await start({ slots: 1 });
    const held = decoder.hold();
    const first = post(url, { model, messages });
    await held;
    const abort = new AbortController();
    const second = post(url, { model, messages, n: 4 }, abort.signal);
    const waiting = async () =>
      ((await (await fetch(`${url}/health`)).json()) as { waiting: number }).waiting;
    while ((await waiting()) !== 4);
    abort.abort();
    await expect(second).rejects.toThrow('aborted');
    while ((await waiting()) !== 0);
    decoder.proceed();
    await expect(first).resolves.toMatchObject({ status: 200 });
    expect(decoder.begun).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('is unhealthy while the model loads, and answers afterwards what was asked meanwhile', async () => {
    let load: (decoder: ScriptedDecoder) => void = () => {};
    const url = await serve(new Promise((resolve) => (load = resolve)));
    const early = post(url, { model, messages, seed: 1 });
    const before = await fetch(`${url}/health`);
    expect(before.status).toBe(503);
    load(scriptDecoder());
    await expect(early).resolves.toMatchObject({ status: 200 });
    const after = await fetch(`${url}/health`);
    expect(after.status).toBe(200);
    await expect(after.json()).resolves.toEqual({
      status: 'ok',
      waiting: 0,
      generating: 0,
      slots: 2,
    });
  });

  it.each([
    ['no JSON', '{', 400, /not JSON/],
    ['no messages', { model, messages: [] }, 400, /^messages: /],
    ['no model', { messages }, 400, /^model: /],
    [
      'another model',
      { model: 'gpt-9', messages },
      404,
      /'gpt-9' does not exist here.*'tiny' only/,
    ],
    ['streaming', { model, messages, stream: true }, 400, /^stream: streaming is not supported/],
    ['tools', { model, messages, tools: [{}] }, 400, /^tools/],
    ['no answer wanted', { model, messages, n: 0 }, 400, /^n: /],
    ['a temperature of 3', { model, messages, temperature: 3 }, 400, /^temperature: /],
    [
      'an unknown format',
      { model, messages, response_format: { type: 'xml' } },
      400,
      /^response_format/,
    ],
    [
      'a prompt past the context',
      { model, messages: [{ role: 'user', content: 'x'.repeat(1000) }] },
      400,
      /1000 tokens/,
    ],
    [
      '2 MB',
      { model, messages: [{ role: 'user', content: 'x'.repeat(2 ** 21) }] },
      413,
      /expected at most/,
    ],
  ])('refuses a request with %s', async (_, body, status, message) => {
    const { url, decoder } = await start();
    const answer = await post(url, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error: {
        message: expect.stringMatching(message),
        type: 'invalid_request_error',
        code: expect.any(String),
      },
    });
    expect(decoder.begun).toEqual([]);
  });

  it('refuses a schema that no grammar can express', async () => {
    const decoder = scriptDecoder();
    const prepare = async () =>
      Promise.reject(new UnsupportedSchema('schema: not is not supported'));
    const url = await serve(Promise.resolve({ ...decoder, prepare }));
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: { not: {} } } };
    await expect(post(url, { model, messages, response_format: format })).resolves.toMatchObject({
      status: 400,
      body: { error: { message: 'schema: not is not supported', param: 'response_format' } },
    });
  });

  it('answers 500 without a word about the inside, and tells who runs it', async () => {
    const { url } = await start({
      answer: () => {
        throw new Error('secret path');
      },
    });
    const { status, body } = await post(url, { model, messages });
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(failures).toEqual([new Error('secret path')]);
  });

  it('answers 404 elsewhere', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/v1/embeddings`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});
