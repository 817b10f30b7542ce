import { differInRoundingOnly } from '../../src/domain/rounding';

describe('differInRoundingOnly', () => {
  it.each([
    ['returned 0.30000000000000004', 'returned 0.3'],
    ['returned [1,2]', 'returned [0.9999999999999999,2]'],
    ['returned 0', 'returned 5.551115123125783e-17'],
    ['returned {"a":-1.1}', 'returned {"a":-1.1000000000000003}'],
  ])('holds for %s and %s', (one, other) => {
    expect(differInRoundingOnly(one, other)).toBe(true);
    expect(differInRoundingOnly(other, one)).toBe(true);
  });

  it.each([
    ['returned 1', 'returned 1'],
    ['returned 12345678901', 'returned 12345678902'],
    ['returned 0.25', 'returned 0.5'],
    ['returned "1.10"', 'returned "1.1"'],
    ['returned 0', 'returned 0.001'],
  ])('does not hold for %s and %s', (one, other) => {
    expect(differInRoundingOnly(one, other)).toBe(false);
  });
});
