import { seedOf } from '../../domain/seed';
import type { ChainFamily } from '../ports/chain-family';
import type { SamplingModel } from '../ports/language-model';
import type { ChunkInput } from './chunk-input';
import type { ChunkLog } from './chunk-log';
import { sendRequest } from './send-request';

export interface RequestsInput {
  readonly input: ChunkInput;
  readonly family: ChainFamily;
  readonly model: SamplingModel;
  readonly chunkLog: ChunkLog;
  readonly signal: AbortSignal;
}

/** The requests of one chunk that are under way, and what went wrong with those that were. */
export interface Requests {
  /** Asks for so many samples of the next step, in one request. */
  readonly send: (count: number) => void;
  /** Samples of the requests that are being sent, or wait to be sent again. */
  readonly awaited: () => number;
  /** Resolves when one of them has ended; null when none is under way. */
  readonly next: () => Promise<void> | null;
  /** What one failed with, or null. */
  readonly failure: () => unknown;
  /** Why the last red-flagged answer was flagged, '' when none was. */
  readonly complaint: () => string;
}

export function openRequests({ input, family, model, chunkLog, signal }: RequestsInput): Requests {
  const sending = new Set<Promise<void>>();
  let awaited = 0;
  let failure: unknown = null;
  let complaint = '';
  const send = (count: number): void => {
    const { step, state, election } = chunkLog.chain();
    const { name, temperature } = input.model;
    const request = {
      ...family.prompt(state),
      model: name,
      temperature: election.asked === 0 ? temperature.first : temperature.later,
      seed: seedOf(input.seed, step, election.asked),
      count,
    };
    const read = (text: string) => family.readAnswer(text, state);
    const complain = (reason: string): void => {
      complaint = reason;
    };
    awaited += count;
    const sent = sendRequest({ model, request, signal, note: chunkLog.note, read, complain })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        awaited -= count;
        sending.delete(sent);
      });
    sending.add(sent);
  };
  return {
    send,
    awaited: () => awaited,
    next: () => (sending.size === 0 ? null : Promise.race(sending)),
    failure: () => failure,
    complaint: () => complaint,
  };
}
