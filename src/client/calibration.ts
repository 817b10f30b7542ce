import type { Measured } from '../domain/calibration';
import type { Spending } from '../domain/ledger';

/** What calibration calls found of a model, on the kind of subject that a spec's result is made of. */
export interface Calibration extends Measured, Spending {
  readonly kind: 'step' | 'code';
  /** Which subjects it was asked about, in words. */
  readonly about: string;
  readonly model: string;
  /** Tokens of one prompt and of one reply, on average. */
  readonly tokens: { readonly prompt: number; readonly reply: number };
  /** Median milliseconds from a request to its answer. */
  readonly latencyMs: number;
  /** Why fewer answers were asked for than wanted; null where all were. */
  readonly stopped: string | null;
}

/** Thrown when calibration calls show nothing that a forecast could rest on; the message says what to do. */
export class CalibrationFailed extends Error {
  override readonly name = 'CalibrationFailed';
}
