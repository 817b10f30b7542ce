/**
 * What a role's base prompt says, and what its varied prompts say in its place: as many as `VARIED_PROMPTS` of the
 * domain. All have the same facts and the same schema; they begin alike, so that a local model reads the rest alone.
 */
export type Variants<T> = readonly [base: T, first: T, second: T];

/** The variant of that number, 0 for the base prompt; numbers beyond the last begin again. */
export function oneOf<T>(variants: Variants<T>, variant: number): T {
  return variants[variant % variants.length] ?? variants[0];
}
