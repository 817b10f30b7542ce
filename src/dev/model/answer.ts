import type { Decoder, Sequence, Token } from './decoder';
import type { Choice, GenerationRequest } from './generation';

/** An answer in the making. */
export interface Answer {
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

/** An answer without a token yet; `choice` settles when it is finished or rejected. */
export function newAnswer(parts: {
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
export function advance(
  answer: Answer,
  token: Token | undefined,
  decoder: Decoder,
): Choice | undefined {
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
