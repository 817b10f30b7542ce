import { advance, newAnswer, type Answer } from './answer';
import type { Decoder, Sequence, Token } from './decoder';
import type { Generation, GenerationRequest } from './generation';

/** How busy an engine is, in answers. */
interface EngineLoad {
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
    const tokens = await this.#decoder.step(slots).catch((error: unknown) => {
      this.#leave([...this.#generating.values()], error);
      return undefined;
    });
    for (const [index, slot] of slots.entries()) {
      const answer = this.#generating.get(slot);
      const isOver = tokens === undefined || answer === undefined || answer.signal.aborted;
      if (isOver || this.#advance(answer, tokens[index])) await this.#release(slot);
    }
  }

  /** Takes in what the model drew; true when that finishes the answer. */
  #advance(answer: Answer, token: Token | undefined): boolean {
    const choice = advance(answer, token, this.#decoder);
    if (choice !== undefined) answer.resolve(choice);
    return choice !== undefined;
  }

  async #release(slot: number): Promise<void> {
    this.#generating.delete(slot);
    await this.#decoder.end(slot);
  }
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
