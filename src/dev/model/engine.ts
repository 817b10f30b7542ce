import type { Json } from '../../schemas/hash';
import type { ChatMessage, Decoder, Sequence, Token } from './decoder';

/** One conversation to be answered `n` times. */
export interface GenerationRequest {
  readonly messages: readonly ChatMessage[];
  /** Number of answers; the i-th is drawn with seed + i, so it does not depend on the others. */
  readonly n: number;
  readonly seed: number;
  readonly temperature: number;
  readonly topP: number;
  /** Longest answer in tokens; absent: as long as the context allows. */
  readonly maxTokens?: number | undefined;
  /** Texts that end an answer and are not part of it. */
  readonly stops: readonly string[];
  readonly schema?: Json | undefined;
}

export interface Generation {
  readonly promptTokens: number;
  /** Tokens of the prompt that had been evaluated before the request came. */
  readonly cachedTokens: number;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly text: string;
  /** 'length': cut off by maxTokens or by the end of the context. */
  readonly finish: 'stop' | 'length';
  readonly tokens: number;
}

/** How busy an engine is, in answers. */
export interface EngineLoad {
  readonly waiting: number;
  readonly generating: number;
  readonly slots: number;
}

/** Answers conversations in the order they come, as many side by side as it has slots. */
export interface Engine {
  /**
   * Waits for its turn however long that takes; an abort takes the request out of the queue or ends its answers.
   * Throws PromptTooLong, UnsupportedSchema, or the reason of the abort.
   */
  generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation>;
  load(): EngineLoad;
}

/** Thrown when a conversation leaves no room for an answer. */
export class PromptTooLong extends Error {
  override readonly name = 'PromptTooLong';
}

/** An engine that moves all its slots one token ahead at a time: a batch costs little more than its first token. */
export function createEngine(decoder: Decoder): Engine {
  return new BatchEngine(decoder);
}

class BatchEngine implements Engine {
  readonly #decoder: Decoder;
  readonly #waiting: Answer[] = [];
  /** By slot. */
  readonly #generating = new Map<number, Answer>();
  #isRunning = false;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  async generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation> {
    const sequences = await sequencesOf(request, this.#decoder);
    signal.throwIfAborted();
    const answers = sequences.map((sequence) => newAnswer({ sequence, request, signal }));
    const leave = () => {
      this.#leave(answers, signal.reason);
    };
    signal.addEventListener('abort', leave);
    this.#waiting.push(...answers);
    void this.#run();
    try {
      const choices = await Promise.all(answers.map(({ choice }) => choice));
      const [first] = answers;
      return {
        promptTokens: first?.sequence.prompt.length ?? 0,
        cachedTokens: first?.cachedTokens ?? 0,
        choices,
      };
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  load(): EngineLoad {
    const { slots } = this.#decoder;
    return { waiting: this.#waiting.length, generating: this.#generating.size, slots };
  }

  /** Those that wait go at once; those being generated when the step under way is over. */
  #leave(answers: readonly Answer[], reason: unknown): void {
    for (const answer of answers) {
      answer.reject(reason);
      const place = this.#waiting.indexOf(answer);
      if (place >= 0) this.#waiting.splice(place, 1);
    }
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0 || this.#generating.size > 0) {
      await this.#fillSlots();
      await this.#step();
    }
    this.#isRunning = false;
  }

  async #fillSlots(): Promise<void> {
    // The lowest free slot first: a decoder works best on slots without gaps.
    for (let slot = 0; slot < this.#decoder.slots; slot++) {
      if (this.#generating.has(slot)) continue;
      const answer = this.#waiting.shift();
      if (answer === undefined) return;
      this.#generating.set(slot, answer);
      try {
        answer.cachedTokens = await this.#decoder.begin(slot, answer.sequence);
      } catch (error) {
        answer.reject(error);
        await this.#release(slot);
      }
    }
  }

  async #step(): Promise<void> {
    const slots = [...this.#generating.keys()].sort((a, b) => a - b);
    if (slots.length === 0) return;
    try {
      const tokens = await this.#decoder.step(slots);
      for (const [index, slot] of slots.entries()) {
        const answer = this.#generating.get(slot);
        if (answer === undefined) continue;
        const choice = advance(answer, tokens[index], this.#decoder);
        if (choice !== undefined) answer.resolve(choice);
        if (choice !== undefined || answer.signal.aborted) await this.#release(slot);
      }
    } catch (error) {
      for (const [slot, answer] of this.#generating) {
        answer.reject(error);
        await this.#release(slot);
      }
    }
  }

  async #release(slot: number): Promise<void> {
    this.#generating.delete(slot);
    await this.#decoder.end(slot);
  }
}

/** An answer in the making. */
interface Answer {
  readonly sequence: Sequence;
  readonly maxTokens: number | undefined;
  readonly stops: readonly string[];
  readonly signal: AbortSignal;
  readonly tokens: Token[];
  cachedTokens: number;
  readonly choice: Promise<Choice>;
  readonly resolve: (choice: Choice) => void;
  readonly reject: (reason: unknown) => void;
}

async function sequencesOf(
  request: GenerationRequest,
  decoder: Decoder,
): Promise<readonly Sequence[]> {
  const { messages, n, temperature, topP, seed, schema } = request;
  const prompt = decoder.encode(messages);
  if (prompt.length >= decoder.contextTokens) {
    throw new PromptTooLong(
      `the conversation has ${prompt.length} tokens, expected fewer than ${decoder.contextTokens}: shorten it`,
    );
  }
  if (schema !== undefined) await decoder.prepare(schema);
  return Array.from({ length: n }, (_, index) => ({
    prompt,
    sampling: { temperature, topP, seed: (seed + index) >>> 0 },
    schema,
  }));
}

function newAnswer(parts: {
  sequence: Sequence;
  request: GenerationRequest;
  signal: AbortSignal;
}): Answer {
  const { sequence, signal } = parts;
  const { maxTokens, stops } = parts.request;
  let resolve: Answer['resolve'] = () => undefined;
  let reject: Answer['reject'] = () => undefined;
  const choice = new Promise<Choice>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return {
    sequence,
    maxTokens,
    stops,
    signal,
    tokens: [],
    cachedTokens: 0,
    choice,
    resolve,
    reject,
  };
}

/** Takes in what the model drew, undefined for its end; returns the answer when that finishes it. */
function advance(answer: Answer, token: Token | undefined, decoder: Decoder): Choice | undefined {
  const { tokens, stops, sequence } = answer;
  if (token === undefined) {
    return { text: decoder.decode(tokens), finish: 'stop', tokens: tokens.length };
  }
  tokens.push(token);
  if (stops.length > 0) {
    const text = decoder.decode(tokens);
    const end = firstStop(text, stops);
    if (end >= 0) return { text: text.slice(0, end), finish: 'stop', tokens: tokens.length };
  }
  const room = decoder.contextTokens - sequence.prompt.length;
  if (tokens.length < Math.min(answer.maxTokens ?? room, room)) return undefined;
  return { text: decoder.decode(tokens), finish: 'length', tokens: tokens.length };
}

function firstStop(text: string, stops: readonly string[]): number {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  return ends.length === 0 ? -1 : Math.min(...ends);
}
