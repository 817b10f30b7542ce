import fc from 'fast-check';

/** Accuracies as dense near the ends of [0.5 + 1e-9, 1 - 1e-12] as between them. */
export const accuracy = fc.oneof(
  fc.double({ min: Math.log(1e-9), max: Math.log(0.4), noNaN: true }).map((x) => 0.5 + Math.exp(x)),
  fc.double({ min: Math.log(1e-12), max: Math.log(0.4), noNaN: true }).map((x) => 1 - Math.exp(x)),
);

/** Reliabilities wanted, as dense near 1 as near 0. */
export const target = fc.oneof(
  fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
  fc.double({ min: Math.log(1e-12), max: Math.log(0.1), noNaN: true }).map((x) => 1 - Math.exp(x)),
);

/** Whole numbers of steps in [1, 1e15], every order of magnitude as often as the others. */
export const steps = fc
  .double({ min: 0, max: Math.log(1e15), noNaN: true })
  .map((x) => Math.min(1e15, Math.max(1, Math.round(Math.exp(x)))));

/** How far `found` is from `expected`, as a share of it. */
export function relativeError(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found / expected - 1);
}

/** Uniform numbers in [0, 1), the same for the same seed (Mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
