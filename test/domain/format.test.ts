import fc from 'fast-check';
import { count, counted, dollars, duration, percent, percentAtMost } from '../../src/domain/format';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_400, '12 s'],
    [59_999, '1 min 00 s'],
    [245_000, '4 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [3_600_000_000, '1,000 h 00 min'],
  ])('writes %p ms as %p', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('dollars', () => {
  it.each([
    [0, '$0.00'],
    [0.00001, 'less than $0.0001'],
    [0.0123, '$0.0123'],
    [0.5, '$0.50'],
    [1234.567, '$1,234.57'],
    [41_900_000, '$41,900,000.00'],
  ])('writes %p as %p', (usd, text) => {
    expect(dollars(usd)).toBe(text);
  });
});

describe('percent', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.123, '12 %'],
    [0.0234, '2.3 %'],
    [0.0000012, '0.00012 %'],
    [6.5e-12, '6.5e-10 %'],
  ])('writes %p as %p', (probability, text) => {
    expect(percent(probability)).toBe(text);
  });
});

describe('percentAtMost', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.121, '13 %'],
    [0.0231, '2.4 %'],
    [0.023, '2.3 %'],
    [0.0996, '10 %'],
    [0.9999, '100 %'],
  ])('writes %p as %p', (bound, text) => {
    expect(percentAtMost(bound)).toBe(text);
  });

  it('never claims less than the bound, nor a tenth more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: Math.log(1e-15), max: 0, noNaN: true }).map((x) => Math.exp(x)),
        (bound) => {
          const written = Number(percentAtMost(bound).replace(' %', '')) / 100;
          expect(written).toBeGreaterThanOrEqual(bound * (1 - 1e-12));
          expect(written).toBeLessThanOrEqual(bound * 1.1 * (1 + 1e-12));
        },
      ),
    );
  });
});

describe('count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_048_575, '1,048,575'],
  ])('writes %p as %p', (value, text) => {
    expect(count(value)).toBe(text);
  });
});

describe('counted', () => {
  it('adds an s unless there is one', () => {
    expect([0, 1, 1024].map((votes) => counted(votes, 'vote'))).toEqual([
      '0 votes',
      '1 vote',
      '1,024 votes',
    ]);
  });
});
