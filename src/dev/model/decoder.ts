import type { Json } from '../../schemas/hash';

/** One entry of a vocabulary. */
export type Token = number;

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How the next token is drawn. */
interface Sampling {
  /** 0 always takes the likeliest token. */
  readonly temperature: number;
  /** Share of the probability mass that is drawn from, likeliest first: above 0, at most 1. */
  readonly topP: number;
  /** Unsigned 32-bit. */
  readonly seed: number;
}

/** One continuation of one prompt. */
export interface Sequence {
  readonly prompt: readonly Token[];
  readonly sampling: Sampling;
  /** JSON schema every finished continuation satisfies; absent for free text. */
  readonly schema?: Json | undefined;
}

/**
 * A language model that continues a fixed number of sequences side by side, one in each slot. A call begins only
 * after the one before it has ended; `encode`, `decode` and `prepare` may be called at any time.
 */
export interface Decoder {
  readonly slots: number;
  /** Most tokens that prompt and continuation may have together. */
  readonly contextTokens: number;
  /** The conversation in the model's own chat format, open for its answer. */
  encode(messages: readonly ChatMessage[]): readonly Token[];
  decode(tokens: readonly Token[]): string;
  /** Makes sequences with this schema cheap to begin; throws UnsupportedSchema. */
  prepare(schema: Json): Promise<void>;
  /** Evaluates the prompt in a slot; returns how many of its tokens had been evaluated before. */
  begin(slot: number, sequence: Sequence): Promise<number>;
  /** Draws one token for each slot of an ascending list; undefined where the model has ended its answer. */
  step(slots: readonly number[]): Promise<readonly (Token | undefined)[]>;
  /** Gives a slot up; what it evaluated may be used for a later prompt. */
  end(slot: number): Promise<void>;
}
