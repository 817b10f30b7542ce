import type { Decoder, Sequence, Token } from '../../../src/dev/model/decoder';

/** A decoder whose tokens are characters, and which throws when it is used against its contract. */
export interface ScriptedDecoder extends Decoder {
  /** Every sequence begun, in order. */
  readonly begun: readonly { readonly slot: number; readonly sequence: Sequence }[];
  readonly ended: readonly number[];
  readonly prepared: readonly unknown[];
  /** Stops every step from now on; resolves when one has been reached. */
  hold(): Promise<void>;
  /** Lets the steps go on. */
  proceed(): void;
}

export interface Script {
  readonly slots?: number;
  readonly contextTokens?: number;
  /** What the model says; by default `PROMPT#SEED`. Throwing makes the step fail. */
  readonly answer?: (prompt: string, sequence: Sequence) => string;
}

export function scriptDecoder(script: Script = {}): ScriptedDecoder {
  const { slots = 2, contextTokens = 1_000 } = script;
  const { answer = (prompt: string, one: Sequence) => `${prompt}#${one.sampling.seed}` } = script;
  const running = new Map<number, { readonly sequence: Sequence; drawn: number }>();
  const begun: { slot: number; sequence: Sequence }[] = [];
  const ended: number[] = [];
  const prepared: unknown[] = [];
  const gate = newGate();
  let isBusy = false;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBusy) throw new Error('the decoder was called before its last call had ended');
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  };
  const draw = (slot: number): Token | undefined => {
    const state = running.get(slot);
    if (state === undefined) throw new Error(`slot ${slot} was stepped without being begun`);
    const text = answer(textOf(state.sequence.prompt), state.sequence);
    return text.codePointAt(state.drawn++);
  };
  return {
    slots,
    contextTokens,
    begun,
    ended,
    prepared,
    hold: () => gate.close(),
    proceed: () => {
      gate.open();
    },
    encode: (messages) => messages.flatMap(({ content }) => tokensOf(content)),
    decode: textOf,
    prepare: async (schema) => {
      prepared.push(schema);
    },
    begin: (slot, sequence) =>
      alone(async () => {
        if (running.has(slot)) throw new Error(`slot ${slot} was begun twice`);
        running.set(slot, { sequence, drawn: 0 });
        const known = begun.some((one) => textOf(one.sequence.prompt) === textOf(sequence.prompt));
        begun.push({ slot, sequence });
        return known ? sequence.prompt.length : 0;
      }),
    step: (wanted) =>
      alone(async () => {
        await gate.pass();
        if (wanted.some((slot, index) => slot <= (wanted[index - 1] ?? -1))) {
          throw new Error(`the slots ${wanted.join()} are not ascending`);
        }
        return wanted.map(draw);
      }),
    end: (slot) =>
      alone(async () => {
        running.delete(slot);
        ended.push(slot);
      }),
  };
}

const tokensOf = (text: string) => Array.from(text, (sign) => sign.codePointAt(0) ?? 0);
const textOf = (tokens: readonly Token[]) => String.fromCodePoint(...tokens);

function newGate() {
  let isClosed = false;
  let arrive = () => {};
  let waiting: (() => void)[] = [];
  return {
    async close() {
      isClosed = true;
      await new Promise<void>((resolve) => (arrive = resolve));
    },
    open() {
      isClosed = false;
      for (const go of waiting) go();
      waiting = [];
    },
    async pass() {
      if (!isClosed) return;
      arrive();
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
