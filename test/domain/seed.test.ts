import fc from 'fast-check';
import { seedOf, shuffle } from '../../src/domain/seed';

describe('seedOf', () => {
  it('is an unsigned 31-bit integer that depends on every part', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer())), (parts) => {
        const seed = seedOf(...parts);
        expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
      }),
    );
    expect(new Set([seedOf('a', 1), seedOf('a', 2), seedOf('b', 1), seedOf('a1')]).size).toBe(4);
  });
});

describe('shuffle', () => {
  it('keeps every item, and gives the same order for the same seed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = shuffle(items, seed);
        expect(shuffle(items, seed)).toEqual(shuffled);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  it('puts every item in every place about equally often', () => {
    const firsts = [0, 0, 0];
    for (let seed = 0; seed < 3_000; seed += 1) {
      const first = shuffle([0, 1, 2], seed)[0] ?? NaN;
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    for (const count of firsts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
