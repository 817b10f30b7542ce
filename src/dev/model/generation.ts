import type { Json } from '../../schemas/hash';
import type { ChatMessage } from './decoder';

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
