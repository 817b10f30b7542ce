import { pythonArguments } from './python-call';

describe('pythonArguments', () => {
  it('reads what JSON can say, tuples as lists and texts in any quotes', () => {
    expect(pythonArguments(`f([('a', -1), ("b'", 2.0)], True, None)`)).toEqual([
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
      expect(pythonArguments(call)).toBeUndefined();
    },
  );
});
