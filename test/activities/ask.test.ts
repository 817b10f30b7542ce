import { ApplicationFailure } from '@temporalio/common';
import fc from 'fast-check';
import { createAsk, type AskInput, type AskOutput } from '../../src/activities/ask';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
} from '../../src/activities/ports/language-model';
import type { Hash, Json } from '../../src/schemas/hash';
import { runActivity } from '../support/activity';
import { MemoryStore } from '../support/memory-store';
import { subjectsOf, toyContract } from '../support/subjects';
import { toyFamilies } from '../support/toy-family';

type Step = () => Completion | Promise<Completion>;

/** Answers each request by the next step of a script; a request that the script does not know fails the test. */
class ScriptedModel implements LanguageModel {
  readonly requests: CompletionRequest[] = [];
  readonly #steps: Step[];
  constructor(...steps: readonly Step[]) {
    this.#steps = [...steps];
  }
  async complete(request: CompletionRequest): Promise<Completion> {
    this.requests.push(request);
    const step = this.#steps.shift();
    if (step === undefined) throw new Error(`Found request ${this.requests.length}, expected none`);
    return step();
  }
}

const COMPLETION: Completion = {
  text: 'twice n',
  finish: 'stop',
  promptTokens: 40,
  completionTokens: 7,
  costUsd: 0.002,
};
const answers =
  (change: Partial<Completion> = {}): Step =>
  () => ({ ...COMPLETION, ...change });
const fails =
  (failure: Error): Step =>
  () =>
    Promise.reject(failure);
const provider = (fault: string) => ApplicationFailure.retryable('It failed.', `provider.${fault}`);

let store: MemoryStore;
let subject: Hash;
beforeEach(async () => {
  store = new MemoryStore();
  subject = await store.put(subjectsOf(toyContract()).code);
});

function askWith(model: LanguageModel, change: Partial<AskInput> = {}): Promise<AskOutput> {
  const { ask } = createAsk({ model, store, families: toyFamilies });
  const input: AskInput = {
    callId: 'run-1/double#code:0',
    role: 'executor',
    subject,
    model: 'tiny',
    temperature: 0.7,
    seed: 11,
    ...change,
  };
  return runActivity(ask, input);
}

describe('ask', () => {
  it('keeps the answer, and reports it by hash with what it cost', async () => {
    const output = await askWith(new ScriptedModel(answers()));
    expect(await store.get(output.answer)).toEqual({ text: 'twice n' });
    expect(output).toMatchObject({
      redFlag: null,
      usage: { calls: 1, promptTokens: 40, completionTokens: 7, costUsd: 0.002 },
      lostCalls: 0,
    });
  });

  it.each([
    ['length', 'too-long'],
    ['refused', 'refused'],
  ] as const)(
    'flags an answer that ended by %s as %s, and counts it all the same',
    async (finish, redFlag) => {
      const output = await askWith(new ScriptedModel(answers({ finish })));
      expect(output).toMatchObject({ redFlag, usage: { calls: 1, costUsd: 0.002 } });
    },
  );

  it('returns an answered call without a second request (I3)', async () => {
    const model = new ScriptedModel(answers());
    const first = await askWith(model);
    expect(await askWith(model)).toEqual(first);
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    ['whose worker died', new Error('killed')],
    ['that was cut off', provider('cut-connection')],
    ['that a gateway gave up on', provider('no-answer')],
    ['whose completion had no choices', provider('no-choices')],
    ['whose answer was too large to be read', provider('too-large')],
    ['that failed in a way nobody expected', provider('unexpected')],
  ])('asks a call again %s, and counts the first as lost', async (_, failure) => {
    const model = new ScriptedModel(fails(failure), answers());
    await expect(askWith(model)).rejects.toBe(failure);
    expect(await askWith(model)).toMatchObject({ lostCalls: 1, usage: { calls: 1 } });
  });

  it.each(['unauthorised', 'rate-limited', 'unreachable', 'unavailable', 'no-such-model'])(
    'does not count a call as lost for which the provider surely did nothing: %s',
    async (fault) => {
      const model = new ScriptedModel(fails(provider(fault)), fails(provider(fault)), answers());
      await expect(askWith(model)).rejects.toThrow('It failed.');
      await expect(askWith(model)).rejects.toThrow('It failed.');
      expect((await askWith(model)).lostCalls).toBe(0);
    },
  );

  it('counts every lost attempt once, whatever the others ended in, and tells the same ever after', async () => {
    const fault = fc.constantFrom('cut-connection', 'unavailable', 'too-large', 'rate-limited');
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 6 }), async (faults) => {
        store.records.clear();
        const model = new ScriptedModel(...faults.map((each) => fails(provider(each))), answers());
        for (const each of faults)
          await expect(askWith(model)).rejects.toMatchObject({ type: `provider.${each}` });
        const output = await askWith(model);
        const lost = faults.filter((each) => /cut-connection|too-large/.test(each));
        expect(output.lostCalls).toBe(lost.length);
        expect(await askWith(model)).toEqual(output);
      }),
      { numRuns: 30 },
    );
  });

  it('gives both of two workers that ask the same call the answer that was recorded first', async () => {
    const model = new ScriptedModel(async () => {
      await askWith(new ScriptedModel(answers({ text: 'the other one' })));
      return COMPLETION;
    });
    const output = await askWith(model);
    expect(await store.get(output.answer)).toEqual({ text: 'the other one' });
    expect(output).toMatchObject({ lostCalls: 1, usage: { calls: 1 } });
  });

  it('counts its own call when an attempt that was taken for dead answers first', async () => {
    let answerFirst: (completion: typeof COMPLETION) => void = () => {};
    const late = askWith(
      new ScriptedModel(() => new Promise<typeof COMPLETION>((resolve) => (answerFirst = resolve))),
    );
    while (store.records.size === 0) await Promise.resolve();
    const output = await askWith(
      new ScriptedModel(async () => {
        answerFirst(COMPLETION);
        await late;
        return COMPLETION;
      }),
    );
    expect(output).toMatchObject({ attempt: 0, lostCalls: 1, usage: { calls: 1 } });
  });

  it('keeps an answer that arrived while the store was down, and asks nobody again', async () => {
    jest.useFakeTimers();
    try {
      const frail = new FrailStore();
      await frail.put(subjectsOf(toyContract()).code);
      store = frail;
      const model = new ScriptedModel(() => {
        frail.refuse(9);
        return COMPLETION;
      });
      const asked = askWith(model);
      await jest.advanceTimersByTimeAsync(60_000);
      const output = await asked;
      expect(frail.refused).toBe(18); // nine times the answer, nine times the record of it
      expect(output.lostCalls).toBe(0);
      expect(await askWith(model)).toEqual(output);
    } finally {
      jest.useRealTimers();
    }
  });

  it('counts no call as lost that the store recorded and failed to confirm: nobody has sent it', async () => {
    const unconfirming = new UnconfirmingStore();
    await unconfirming.put(subjectsOf(toyContract()).code);
    store = unconfirming;
    unconfirming.failToConfirm(1);
    const model = new ScriptedModel(answers());
    expect(await askWith(model)).toMatchObject({ lostCalls: 0, attempt: 0, usage: { calls: 1 } });
    expect(unconfirming.unconfirmed).toEqual([expect.stringMatching(/^sent:/)]);
  });

  it('sends the wish of its caller, and a prompt that depends on subject and seed alone', async () => {
    const wish = fc.record({
      callId: fc.stringMatching(/^run-[0-9]{1,3}\/[a-z]{1,5}#code:[0-9]{1,2}$/),
      role: fc.constantFrom('executor', 'sizer'),
      model: fc.constantFrom('tiny', 'huge'),
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(wish, wish, fc.nat(), async (one, other, seed) => {
        store.records.clear();
        const model = new ScriptedModel(answers(), answers());
        await askWith(model, { ...one, seed, callId: `${one.callId}1` });
        await askWith(model, { ...other, seed, callId: `${other.callId}2` });
        const [first, second] = model.requests;
        expect(first).toMatchObject({ model: one.model, temperature: one.temperature, seed });
        expect(promptOf(first)).toEqual(promptOf(second));
      }),
      { numRuns: 30 },
    );
  });

  it('is told of a subject that the store does not have, before anybody is asked', async () => {
    const model = new ScriptedModel();
    await expect(askWith(model, { subject: 'f'.repeat(64) })).rejects.toMatchObject({
      type: 'store.artifact-missing',
    });
    expect(model.requests).toEqual([]);
  });
});

const promptOf = ({ system, user, schema, maxTokens }: Partial<CompletionRequest> = {}) => ({
  system,
  user,
  schema,
  maxTokens,
});

/** Writes a record, and fails before it says so: a connection that breaks between the two. */
class UnconfirmingStore extends MemoryStore {
  readonly unconfirmed: string[] = [];
  #due = 0;
  /** Writes the next `times` records, and does not say so. */
  failToConfirm(times: number): void {
    this.#due = times;
  }
  override async record(id: string, value: Json): Promise<Json> {
    const standing = await super.record(id, value);
    if (this.#due === 0) return standing;
    this.#due -= 1;
    this.unconfirmed.push(id);
    throw ApplicationFailure.retryable('The store hung up.', 'store.unavailable');
  }
}

/** A store that can be told to refuse. */
class FrailStore extends MemoryStore {
  refused = 0;
  readonly #due = { put: 0, record: 0 };
  /** Refuses the next `times` calls of each kind of write. */
  refuse(times: number): void {
    Object.assign(this.#due, { put: times, record: times });
  }
  override async put(artifact: Json): Promise<Hash> {
    this.#check('put');
    return super.put(artifact);
  }
  override async record(id: string, value: Json): Promise<Json> {
    this.#check('record');
    return super.record(id, value);
  }
  #check(method: 'put' | 'record'): void {
    if (this.#due[method] === 0) return;
    this.#due[method] -= 1;
    this.refused += 1;
    throw ApplicationFailure.retryable('The store is down.', 'store.unavailable');
  }
}
