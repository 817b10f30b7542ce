import * as fc from 'fast-check';
import { callArguments } from '../../../src/families/typescript/call-arguments';
import type { Json } from '../../../src/schemas/hash';

describe('callArguments of the TypeScript family', () => {
  it('reads literals as models and generators write them', () => {
    expect(callArguments(`f([['a', -1], ["b'", 2.50]], { k: true, 'l m': null },)`, 'f')).toEqual([
      [
        ['a', -1],
        ["b'", 2.5],
      ],
      { k: true, 'l m': null },
    ]);
  });

  it('reads whatever JSON can say', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(json, { maxLength: 3 }), (args) => {
        const call = `f(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
        // JSON writes -0 as 0.
        expect(callArguments(call, 'f')).toEqual(JSON.parse(JSON.stringify(args)));
      }),
    );
  });

  it.each([['f(undefined)'], ['f(NaN)'], ['f(new Map())'], ['f([1, , 2])'], ['g(1)'], ['f(1n)']])(
    'has no arguments for %s, which JSON cannot say or is another call',
    (call) => {
      expect(callArguments(call, 'f')).toBeUndefined();
    },
  );
});
