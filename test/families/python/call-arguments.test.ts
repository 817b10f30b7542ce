import { callArguments } from '../../../src/families/python/call-arguments';

describe('callArguments', () => {
  it('reads what JSON can say, tuples as lists and texts in any quotes', () => {
    expect(callArguments(`f([('a', -1), ("b'", 2.0)], True, None)`)).toEqual([
      [
        ['a', -1],
        ["b'", 2],
      ],
      true,
      null,
    ]);
  });

  it.each([['f({1})'], ["f(b'x')"], ['f(1 / 2)'], ['f(a=1)'], ['f(']])(
    'has no arguments for %s, which JSON cannot say',
    (call) => {
      expect(callArguments(call)).toBeUndefined();
    },
  );
});
