import fc from 'fast-check';
import { createEngine, type Engine } from '../../../src/dev/model/engine';
import type { GenerationRequest } from '../../../src/dev/model/generation';
import { scriptDecoder } from './scripted-decoder';

const never = new AbortController().signal;

function request(text: string, changes: Partial<GenerationRequest> = {}): GenerationRequest {
  const messages = [{ role: 'user' as const, content: text }];
  return { messages, n: 1, seed: 1, temperature: 0.5, topP: 1, stops: [], ...changes };
}

async function textsOf(engine: Engine, one: GenerationRequest): Promise<readonly string[]> {
  const { choices } = await engine.generate(one, never);
  return choices.map(({ text }) => text);
}

describe('createEngine', () => {
  it('answers with what the model draws until it ends', async () => {
    const engine = createEngine(scriptDecoder());
    await expect(engine.generate(request('hello'), never)).resolves.toEqual({
      promptTokens: 5,
      cachedTokens: 0,
      choices: [{ text: 'hello#1', finish: 'stop', tokens: 7 }],
    });
  });

  it('draws the answers of one request with consecutive seeds', async () => {
    const engine = createEngine(scriptDecoder());
    await expect(textsOf(engine, request('a', { n: 3, seed: 2 ** 32 - 2 }))).resolves.toEqual([
      'a#4294967294',
      'a#4294967295',
      'a#0',
    ]);
  });

  it('gives every request its own answers, whatever comes at once', async () => {
    const some = fc.record({
      text: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
      n: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    });
    const property = fc.asyncProperty(
      fc.array(some, { maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      async (wanted, slots) => {
        const engine = createEngine(scriptDecoder({ slots }));
        const got = await Promise.all(
          wanted.map(({ text, n, seed }) => textsOf(engine, request(text, { n, seed }))),
        );
        expect(got).toEqual(
          wanted.map(({ text, n, seed }) =>
            Array.from({ length: n }, (_, i) => `${text}#${seed + i}`),
          ),
        );
        expect(engine.load()).toEqual({ waiting: 0, generating: 0, slots });
      },
    );
    await expect(fc.assert(property)).resolves.toBeUndefined();
  });

  it('takes requests in the order they came, lowest free slot first', async () => {
    const decoder = scriptDecoder({ slots: 2, answer: (prompt) => prompt });
    const engine = createEngine(decoder);
    await Promise.all(
      ['long answer', 'b', 'cc', 'd'].map((text) => textsOf(engine, request(text))),
    );
    const order = decoder.begun.map(({ slot, sequence }) => [
      decoder.decode(sequence.prompt),
      slot,
    ]);
    expect(order).toEqual([
      ['long answer', 0],
      ['b', 1],
      ['cc', 1],
      ['d', 1],
    ]);
  });

  it('counts who waits and who is answered', async () => {
    const decoder = scriptDecoder({ slots: 2 });
    const engine = createEngine(decoder);
    const held = decoder.hold();
    const answered = engine.generate(request('a', { n: 5 }), never);
    await held;
    expect(engine.load()).toEqual({ waiting: 3, generating: 2, slots: 2 });
    decoder.proceed();
    await answered;
  });

  it.each([
    [{ maxTokens: 3 }, { text: 'abc', finish: 'length', tokens: 3 }],
    [{ maxTokens: 500 }, { text: 'abcdef#1', finish: 'stop', tokens: 8 }],
    [{ stops: ['zz', 'de'] }, { text: 'abc', finish: 'stop', tokens: 5 }],
    [{ stops: ['f', 'c'] }, { text: 'ab', finish: 'stop', tokens: 3 }],
  ])('ends an answer by %j', async (changes, choice) => {
    const engine = createEngine(scriptDecoder());
    const { choices } = await engine.generate(request('abcdef', changes), never);
    expect(choices).toEqual([choice]);
  });

  it('ends an answer where the context ends', async () => {
    const engine = createEngine(scriptDecoder({ contextTokens: 8, answer: () => 'x'.repeat(99) }));
    const { choices } = await engine.generate(request('abcdef'), never);
    expect(choices).toEqual([{ text: 'xx', finish: 'length', tokens: 2 }]);
  });

  it('refuses a conversation that leaves no room for an answer', async () => {
    const engine = createEngine(scriptDecoder({ contextTokens: 6 }));
    await expect(engine.generate(request('abcdef'), never)).rejects.toThrow(
      'the conversation has 6 tokens, expected fewer than 6: shorten it',
    );
  });

  it('hands the schema on to every answer', async () => {
    const decoder = scriptDecoder();
    await createEngine(decoder).generate(request('a', { n: 2, schema: { type: 'null' } }), never);
    expect(decoder.prepared).toEqual([{ type: 'null' }]);
    expect(decoder.begun.map(({ sequence }) => sequence.schema)).toEqual([
      { type: 'null' },
      { type: 'null' },
    ]);
  });

  it('never begins a request that was aborted in the queue', async () => {
    const decoder = scriptDecoder({ slots: 1 });
    const engine = createEngine(decoder);
    const held = decoder.hold();
    const first = textsOf(engine, request('first'));
    const abort = new AbortController();
    const second = engine.generate(request('second', { n: 3 }), abort.signal);
    const third = textsOf(engine, request('third'));
    await held;
    abort.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(engine.load()).toMatchObject({ waiting: 1 });
    decoder.proceed();
    await expect(Promise.all([first, third])).resolves.toEqual([['first#1'], ['third#1']]);
    expect(decoder.begun).toHaveLength(2);
  });

  it('gives the slot of an aborted answer to the next one', async () => {
    const decoder = scriptDecoder({
      slots: 1,
      answer: (prompt) => (prompt === 'a' ? 'x'.repeat(900) : 'b'),
    });
    const engine = createEngine(decoder);
    const held = decoder.hold();
    const abort = new AbortController();
    const first = engine.generate(request('a'), abort.signal);
    const second = textsOf(engine, request('next'));
    await held;
    abort.abort(new Error('gone'));
    decoder.proceed();
    await expect(first).rejects.toThrow('gone');
    await expect(second).resolves.toEqual(['b']);
    expect(decoder.ended).toEqual([0, 0]);
  });

  it('does nothing for a request that is aborted already', async () => {
    const decoder = scriptDecoder();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(createEngine(decoder).generate(request('a'), gone)).rejects.toThrow('gone');
    expect(decoder.begun).toEqual([]);
  });

  it('fails the answers under way when a step fails, and answers what comes after', async () => {
    const decoder = scriptDecoder({
      slots: 2,
      answer: (prompt) => {
        if (prompt === 'bad') throw new Error('out of memory');
        return 'fine';
      },
    });
    const engine = createEngine(decoder);
    await expect(engine.generate(request('bad'), never)).rejects.toThrow('out of memory');
    await expect(textsOf(engine, request('good'))).resolves.toEqual(['fine']);
  });
});
