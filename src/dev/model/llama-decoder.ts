import { availableParallelism } from 'node:os';
import type {
  Llama,
  LlamaContextSequence,
  LlamaGrammar,
  LlamaGrammarEvaluationState,
  LlamaModel,
  Token as LlamaToken,
} from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import type { Json } from '../../schemas/hash';
import { chatMl } from './chat-format';
import type { ChatMessage, Decoder, Sequence, Token } from './decoder';
import { jsonGrammar, UnsupportedSchema } from './json-grammar';
import { commonLength, createPromptCache, type PromptCache } from './prompt-cache';
import { createThreadGovernor, type ThreadGovernor } from './thread-governor';

/** Size of a decoder; every token of every slot takes 28 kB of memory with the default model. */
export interface LlamaOptions {
  readonly modelPath: string;
  readonly slots: number;
  readonly contextTokens: number;
}

/** Loads a GGUF file on the CPU, with a binary that is installed already: nothing is downloaded or compiled. */
export async function loadLlamaDecoder(options: LlamaOptions): Promise<Decoder> {
  const { modelPath, slots, contextTokens } = options;
  const library = await import('node-llama-cpp');
  const llama = await library.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: library.LlamaLogLevel.error,
  });
  // The library's own minimum of 4 threads is slower by orders of magnitude on 2 cores.
  const cores = Math.min(llama.cpuMathCores, availableParallelism());
  llama.maxThreads = cores;
  // Mapped weights would stay in memory beside the copy that llama.cpp rearranges for this CPU: 1 GB for nothing.
  const model = await llama.loadModel({ modelPath, useMmap: false });
  const context = await model.createContext({
    sequences: slots,
    contextSize: contextTokens,
    batchSize: BATCH_TOKENS,
    threads: cores,
  });
  const sequences = Array.from({ length: slots }, () => context.getSequence());
  const prompts = createPromptCache(PROMPTS_KEPT);
  process.once('exit', () => {
    prompts.dispose();
  });
  return new LlamaDecoder({
    llama,
    model,
    sequences,
    prompts,
    governor: createThreadGovernor(cores),
    contextTokens,
    newGrammarState: (grammar) => new library.LlamaGrammarEvaluationState({ model, grammar }),
  });
}

/** Prompts are evaluated in portions of this size; the buffer for a portion's outcome takes 0.6 MB a token. */
const BATCH_TOKENS = 256;
/** 15 MB of disk each, for a prompt of 500 tokens. */
const PROMPTS_KEPT = 16;
/** Evaluating so few tokens again takes less time than writing them to disk and reading them back. */
const WORTH_KEEPING_TOKENS = 16;
const GRAMMARS_KEPT = 32;
/** Tokens that are drawn from: the tail behind them is noise, and sorting all 150,000 costs time. */
const LIKELIEST_TOKENS = 40;
const LONGEST_FILLED_GAP = 3;

interface LlamaParts {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequences: readonly LlamaContextSequence[];
  readonly prompts: PromptCache;
  readonly governor: ThreadGovernor;
  readonly contextTokens: number;
  readonly newGrammarState: (grammar: LlamaGrammar) => LlamaGrammarEvaluationState;
}

class LlamaDecoder implements Decoder {
  readonly slots: number;
  readonly contextTokens: number;
  readonly #parts: LlamaParts;
  readonly #grammars = new Map<string, Promise<LlamaGrammar>>();
  /** One for each slot that is being continued, and for idle ones that fill a gap. */
  readonly #drawing = new Map<number, AsyncGenerator<LlamaToken, void>>();

  constructor(parts: LlamaParts) {
    this.#parts = parts;
    this.slots = parts.sequences.length;
    this.contextTokens = parts.contextTokens;
  }

  encode(messages: readonly ChatMessage[]): readonly Token[] {
    return chatMl(messages).flatMap(({ text, isMark }) => this.#parts.model.tokenize(text, isMark));
  }

  decode(tokens: readonly Token[]): string {
    return this.#parts.model.detokenize(tokens as LlamaToken[]);
  }

  async prepare(schema: Json): Promise<void> {
    await this.#grammarFor(schema);
  }

  async begin(slot: number, { prompt, sampling, schema }: Sequence): Promise<number> {
    await this.end(slot);
    const { llama, governor, newGrammarState } = this.#parts;
    llama.maxThreads = governor.threads();
    const sequence = this.#sequence(slot);
    const head = prompt.slice(0, -1) as LlamaToken[];
    const cached = await this.#evaluate(sequence, head);
    const grammar = schema === undefined ? undefined : await this.#grammarFor(schema);
    const drawing = sequence.evaluate(prompt.slice(-1) as LlamaToken[], {
      ...sampling,
      topK: LIKELIEST_TOKENS,
      yieldEogToken: true,
      ...(grammar === undefined ? {} : { grammarEvaluationState: newGrammarState(grammar) }),
    });
    this.#drawing.set(slot, drawing);
    return cached;
  }

  async step(wanted: readonly number[]): Promise<readonly (Token | undefined)[]> {
    const { llama, governor, model } = this.#parts;
    llama.maxThreads = governor.threads();
    const batch = withoutShortGaps(wanted);
    await Promise.all(
      batch.filter((slot) => !wanted.includes(slot)).map((slot) => this.#idle(slot)),
    );
    // All are asked at once, and none again before the last has answered: so the library decodes them together.
    const drawn = await Promise.all(
      batch.map(async (slot) => [slot, await this.#drawing.get(slot)?.next()] as const),
    );
    const results = new Map(drawn);
    return wanted.map((slot) => {
      const result = results.get(slot);
      if (result === undefined || result.done === true) return undefined;
      return model.isEogToken(result.value) ? undefined : result.value;
    });
  }

  async end(slot: number): Promise<void> {
    const drawing = this.#drawing.get(slot);
    this.#drawing.delete(slot);
    await drawing?.return();
  }

  async #evaluate(sequence: LlamaContextSequence, prompt: LlamaToken[]): Promise<number> {
    const { prompts } = this.#parts;
    const kept = prompts.longest(prompt);
    if (kept !== undefined && kept.shared > commonLength(sequence.contextTokens, prompt)) {
      await sequence.loadStateFromFile(kept.file, { acceptRisk: true });
    }
    await sequence.adaptStateToTokens(prompt, false);
    const cached = sequence.nextTokenIndex;
    const rest = prompt.slice(cached);
    if (rest.length > 0) await sequence.evaluateWithoutGeneratingNewTokens(rest);
    if (rest.length >= WORTH_KEEPING_TOKENS) {
      await prompts.keep(prompt, (file) => sequence.saveStateToFile(file));
    }
    return cached;
  }

  /** Lets a free slot draw something that nobody reads. */
  async #idle(slot: number): Promise<void> {
    const { model, contextTokens } = this.#parts;
    const sequence = this.#sequence(slot);
    const isFull = sequence.nextTokenIndex + 1 >= contextTokens;
    if (this.#drawing.has(slot) && !isFull) return;
    await this.end(slot);
    if (isFull) await sequence.clearHistory();
    const token = model.tokens.eot ?? model.tokens.eos;
    if (token === null) return;
    this.#drawing.set(slot, sequence.evaluate([token], { yieldEogToken: true }));
  }

  async #grammarFor(schema: Json): Promise<LlamaGrammar> {
    const grammar = jsonGrammar(schema);
    const compiled = this.#grammars.get(grammar) ?? this.#compile(grammar);
    this.#grammars.delete(grammar);
    this.#grammars.set(grammar, compiled);
    const [oldest] = this.#grammars.keys();
    if (this.#grammars.size > GRAMMARS_KEPT && oldest !== undefined) this.#grammars.delete(oldest);
    return compiled;
  }

  async #compile(grammar: string): Promise<LlamaGrammar> {
    return this.#parts.llama.createGrammar({ grammar }).catch((cause: unknown) => {
      throw new UnsupportedSchema('schema: llama.cpp refuses its grammar as too large', { cause });
    });
  }

  #sequence(slot: number): LlamaContextSequence {
    const sequence = this.#parts.sequences[slot];
    if (sequence === undefined) throw new RangeError(`there is no slot ${slot}`);
    return sequence;
  }
}

/**
 * llama.cpp decodes sequences together only where their numbers follow each other. An idle one in a gap takes a
 * tenth of the time of a second pass over all weights.
 */
function withoutShortGaps(slots: readonly number[]): readonly number[] {
  return slots.flatMap((slot, index) => {
    const gap = (slots[index + 1] ?? slot + 1) - slot - 1;
    const length = gap > LONGEST_FILLED_GAP ? 1 : gap + 1;
    return Array.from({ length }, (_, offset) => slot + offset);
  });
}
