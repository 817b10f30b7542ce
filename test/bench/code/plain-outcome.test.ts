import { plainOutcome } from './plain-outcome';

describe('plainOutcome', () => {
  it.each([
    ['returned [1,-0,"é\\n",true,null]', 'returned [1.0,0,"\\u00e9\\n",True,None]'],
    ['returned [["a",2],["b",0.5]]', 'returned [("a",2),("b",0.5)]'],
    ['returned undefined', 'returned None'],
    ['returned [NaN,Infinity,-Infinity]', 'returned [nan,inf,-inf]'],
    ['returned 1e+21', 'returned 1000000000000000000000'],
    ['threw TypeError', 'threw IndexError'],
    ['returned 1; arguments became [[1,2]]', 'returned 1; arguments became [[[1,2]],{}]'],
  ])('takes %s for what Python tells as %s', (typescript, python) => {
    expect(plainOutcome(python)).toBe(plainOutcome(typescript));
  });

  it.each([
    ['returned "True"', 'returned true'],
    ['returned "(1)"', 'returned "[1]"'],
    ['returned "1.0"', 'returned "1"'],
    ['returned 1', 'returned true'],
    ['returned [1]', 'returned 1'],
    ['returned null', 'threw TypeError'],
    ['returned 1', 'returned 1; arguments became [[1,2]]'],
  ])('tells %s from %s', (one, other) => {
    expect(plainOutcome(one)).not.toBe(plainOutcome(other));
  });
});
