import { isCountable } from '../../src/domain/numbers-in';

describe('isCountable', () => {
  it('finds numbers, however deep, that floating point cannot count', () => {
    expect(isCountable({ a: [1, -(2 ** 53) + 1], b: '9007199254740993', c: null })).toBe(true);
    expect(isCountable({ a: [1, { b: 2 ** 53 }] })).toBe(false);
  });
});
