import { canBeDecided } from '../../src/families/undecided';

describe('canBeDecided', () => {
  it.each([
    ['returned 1', 'returned 2', true],
    ['returned 1', 'threw TypeError', true],
    ['raised ValueError', 'returned 1', true],
    ['came to no end within its limits', 'returned 1', true],
    ['returned 1', 'returned 1', false],
    ['threw TypeError: no', 'threw RangeError: no', false],
    ['raised ValueError', 'raised KeyError', false],
    ['returned [0.30000000000000004]', 'returned [0.3]', false],
    ['returned 0.31', 'returned 0.3', true],
  ])('%s, %s: %s', (one, other, expected) => {
    expect(canBeDecided(one, other)).toBe(expected);
  });
});
