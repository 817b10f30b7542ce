import { valueReturned as pythonValue } from '../../src/families/python/value-returned';
import { valueReturned as typescriptValue } from '../../src/families/typescript/value-returned';

describe('valueReturned of the TypeScript family', () => {
  it.each([
    ['returned {"a":[1,null]}', { a: [1, null] }],
    ['returned "a; b"', 'a; b'],
  ])('reads what %s says', (outcome, value) => {
    expect(typescriptValue(outcome)).toEqual(value);
  });

  it.each([
    'returned undefined',
    'returned [NaN]',
    'returned Map{"a"=>1}',
    'returned 1; arguments became [[2]]',
    'threw TypeError',
  ])('reads nothing from %s', (outcome) => {
    expect(typescriptValue(outcome)).toBeUndefined();
  });
});

describe('valueReturned of the Python family', () => {
  it.each([
    ['returned {"a":(1,None)}', { a: [1, null] }],
    ['returned [True,False]', [true, false]],
    ['returned "(None)"', '(None)'],
    ['returned 2.0', 2],
  ])('reads what %s says', (outcome, value) => {
    expect(pythonValue(outcome)).toEqual(value);
  });

  it.each(['returned set{1,2}', 'returned nan', 'returned {1:2}', 'threw ValueError'])(
    'reads nothing from %s',
    (outcome) => {
      expect(pythonValue(outcome)).toBeUndefined();
    },
  );
});
