import type { Finish } from '../../domain/unread-reply';
import type { Json } from '../../schemas/hash';

/** One message list for one microagent: minimal context, no memory. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
  /** JSON schema the reply must satisfy; absent for free text. */
  readonly schema?: { readonly name: string; readonly json: Json };
  /** Longest reply, in tokens, that is still an answer and not a ramble. */
  readonly maxTokens: number;
}

export interface CompletionRequest extends Prompt {
  /** Name of the configured model profile. */
  readonly model: string;
  readonly temperature: number;
  /** Unsigned 31-bit seed; the same request with the same seed may give the same text, never must. */
  readonly seed: number;
}

export interface Completion {
  readonly text: string;
  /** 'length': cut off by maxTokens. */
  readonly finish: Finish;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  /** True when the provider left a count out, and ours is an estimate, rather above than below the truth. */
  readonly usageEstimated?: boolean;
}

/** One request for several answers to the same prompt, which is paid for once. */
export interface SampleRequest extends CompletionRequest {
  /** Answers wanted, at least 1. */
  readonly count: number;
}

/** The answers to one request, and what they cost together. */
export interface Samples extends Omit<Completion, 'text' | 'finish'> {
  /** At least one; fewer than wanted where the provider gives no more. */
  readonly answers: readonly [Sample, ...Sample[]];
}

type Sample = Pick<Completion, 'text' | 'finish'>;

/** All a microagent needs from a model provider. */
export interface LanguageModel {
  /**
   * Sends one request, exactly once: no retry of its own.
   * @throws ApplicationFailure (see adapters/provider-failure.ts) when the provider did not answer.
   */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

/** A provider whose requests can bring several answers. */
export interface SamplingModel {
  /** As `complete`: exactly one request. */
  sample(request: SampleRequest, signal: AbortSignal): Promise<Samples>;
}
