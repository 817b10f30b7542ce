import { count, counted, dollars, duration, percent } from '../../../src/client/view/figures';

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_400, '12 s'],
    [59_999, '1 min 00 s'],
    [245_000, '4 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [-5, '0 ms'],
  ])('says %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('dollars', () => {
  it.each([
    [0, '$0.00'],
    [0.0123, '$0.0123'],
    [2.5, '$2.50'],
  ])('says %d as %s', (usd, text) => {
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
    [1e-12, '1.0e-10 %'],
  ])('says %d as %s', (probability, text) => {
    expect(percent(probability)).toBe(text);
  });
});

describe('counted', () => {
  it('has one in the singular and thousands with commas', () => {
    expect([
      counted(0, 'vote'),
      counted(1, 'vote'),
      counted(1_024, 'vote'),
      count(1_000_000),
    ]).toEqual(['0 votes', '1 vote', '1,024 votes', '1,000,000']);
  });
});
