import type { AnySpec } from '../schemas/spec';

/** What the user may say of margins, on the command line or in code. */
export interface MarginWishes {
  /** Fixed k. */
  readonly margin?: number;
  /** Wanted probability, in (0, 1), that every elected answer is right. */
  readonly target?: number;
}

const TARGET = 0.95;

/** The margin that the user has fixed, or null; a wished target undoes the spec's margin. */
export function fixedMarginOf(spec: Pick<AnySpec, 'margin'>, wishes: MarginWishes): number | null {
  return wishes.margin ?? (wishes.target === undefined ? spec.margin : undefined) ?? null;
}

/** The wished target, else the spec's, else 0.95. */
export function targetOf(spec: Pick<AnySpec, 'target'>, wishes: MarginWishes): number {
  return wishes.target ?? spec.target ?? TARGET;
}
