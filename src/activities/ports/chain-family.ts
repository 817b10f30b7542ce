import type { ChainFamilyName } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { ChainSpec } from '../../schemas/spec';
import type { RedFlag } from '../../schemas/vote';

/** A kind of work whose steps are known beforehand: each step is one subject, its elected answer gives the state of the next. */
export interface ChainFamily {
  readonly name: ChainFamilyName;
  /** Path of the file, one output a line, in the result's folder. */
  readonly resultFile: string;
  /** At which temperature the first sample of a step is asked, and all others. */
  readonly temperature: { readonly first: number; readonly later: number };
  /** Steps from the first state to the goal, for hanoi 2^disks − 1. */
  stepCount(spec: ChainSpec): number;
  /** The state before the first step. */
  initialState(spec: ChainSpec): Json;
  /** What one microagent is told: the state and nothing of how it came about. */
  prompt(state: Json): {
    readonly system: string;
    readonly user: string;
    readonly maxTokens: number;
  };
  /**
   * Reads a reply strictly, repairing nothing. `candidate` is canonical text of move and next state, so that equal
   * answers are equal strings; whether the step is the right one is not asked, only whether the rules allow it.
   */
  readAnswer(
    reply: string,
    state: Json,
  ):
    | { readonly status: 'vote'; readonly candidate: string }
    | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };
  /** The state after an elected candidate, and what the step adds to the result (for hanoi the move [disk, from, to]). */
  advance(state: Json, candidate: string): { readonly state: Json; readonly output: Json };
  /**
   * The state before a step of the right way to the goal, numbered from 0, and the candidate that is right there: for
   * measuring a model beforehand. No election may look at it.
   */
  probe(spec: ChainSpec, step: number): { readonly state: Json; readonly right: string };
  /** A new check of a finished chain. Written apart from everything above, sharing no code with it. */
  openCheck(spec: ChainSpec): ChainCheck;
}

/** Replays the outputs of a chain in their order; memory does not grow with the steps. */
export interface ChainCheck {
  /** The first fault so far, with the number of its step from 1; null while all is right. */
  next(output: Json): string | null;
  /** The first fault of the whole, an early end included; null when the chain does what its spec asks. */
  finish(): string | null;
}
