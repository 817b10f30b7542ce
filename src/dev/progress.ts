/** How the long steps of a set-up are told to whoever watches: a terminal, a log, a test. */
export interface Progress {
  /** Begins a step; every step ends in exactly one of `done` and `failed`. */
  step(title: string): Step;
}

/** One step that takes long enough to be shown; elapsed time is the listener's business. */
export interface Step {
  /** Tells how far the step is; what is left out stays as it was. */
  update(state: StepState): void;
  /** Ends the step; `result` says what came of it in a few words. */
  done(result?: string): void;
  /** Ends the step without its result; `reason` says why, and what happens instead. */
  failed(reason: string): void;
}

/** How far a step is; amounts in bytes. */
export interface StepState {
  /** What is being done at the moment; each new one is worth a line of a log. */
  readonly note?: string;
  /** How much of it is done, when that is not bytes; changes too often for a log. */
  readonly count?: string;
  readonly bytes?: number;
  readonly totalBytes?: number;
}
