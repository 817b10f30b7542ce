import { checkSpec } from '../../../src/families/typescript/check-spec';
import type { Contract } from '../../../src/schemas/contract';
import type { Spec } from '../../../src/schemas/spec';
import { contractOf, TEXT_STATS } from './contracts';

const specOf = (entry: Contract): Spec => ({
  name: 'text-stats',
  family: 'typescript',
  entry,
  acceptance: [],
});
const withExample = (call: string, returns: Contract['examples'][number]['returns']) =>
  specOf({ ...TEXT_STATS, examples: [...TEXT_STATS.examples, { call, returns }] });

const withLaw = (forAll: string, claim: string) =>
  specOf({ ...TEXT_STATS, laws: [{ forAll, claim }] });

describe('checkSpec', () => {
  it('finds nothing wrong with a spec whose examples fit its signature', () => {
    expect(checkSpec(specOf(TEXT_STATS))).toEqual([]);
    expect(checkSpec(withLaw('text: string', 'textStats(text).words >= 0'))).toEqual([]);
    expect(checkSpec(specOf({ ...TEXT_STATS, types: `export ${TEXT_STATS.types}` }))).toEqual([]);
    expect(
      checkSpec(
        specOf(
          contractOf('first<T>(items: T[]): T | undefined', {
            examples: [{ call: 'first([])', returns: null }],
          }),
        ),
      ),
    ).toEqual([]);
    expect(
      checkSpec(
        specOf(
          contractOf('later(): Promise<number>', { examples: [{ call: 'later()', returns: 1 }] }),
        ),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'a call with a wrong argument',
      withExample('textStats(5)', { words: 0, longest: '', frequency: {} }),
      [
        `example 3, textStats(5): found a call that does not fit textStats(text: string): TextStats: Argument of type 'number'`,
      ],
    ],
    [
      'a result of another type',
      withExample('textStats("x")', { words: 'one', longest: 'x', frequency: {} }),
      [
        `example 3, textStats("x"): found returns {"words":"one","longest":"x","frequency":{}}, expected a value of type TextStats: Type 'string' is not assignable to type 'number'.`,
      ],
    ],
    [
      'a result with an unknown member',
      withExample('textStats("x")', { words: 1, longest: 'x', frequency: {}, other: 1 }),
      [`'"other"' does not exist`],
    ],
    ['a result of null', withExample('textStats("x")', null), ['found returns null']],
    [
      'a call of something else',
      withExample('other("x")', 1),
      [`example 3: found 'other("x")', expected one call of textStats`],
    ],
    ['no call', withExample('textStats', 1), [`example 3: found 'textStats'`]],
    ['a fault of syntax', withExample('textStats(', 1), [`example 3: found 'textStats('`]],
    ['two statements', withExample('textStats("x"); textStats("y")', 1), ['example 3']],
    [
      'a contradiction',
      withExample(`textStats( 'a bb a' )`, { words: 2, longest: 'bb', frequency: {} }),
      [
        `example 3, textStats( 'a bb a' ): found returns {"words":2,"longest":"bb","frequency":{}}, expected {"words":3,"longest":"bb","frequency":{"a":2,"bb":1}} as in example 1`,
      ],
    ],
    [
      'a law whose claim is no boolean',
      withLaw('text: string', 'textStats(text).words'),
      [`law 1, textStats(text).words: expected a claim that is true or false: Type 'number'`],
    ],
    [
      'a law that calls the entry wrongly',
      withLaw('n: number', 'textStats(n).words === n'),
      [`expected a claim that is true or false: Argument of type 'number'`],
    ],
    [
      'a law of two statements',
      withLaw('text: string', 'true); throw new Error('),
      [`found claim 'true); throw new Error(', expected one expression`],
    ],
    [
      'a law whose parameter has no type',
      withLaw('text', 'true'),
      [`law 1, true: found forAll 'text', expected parameters with their types`],
    ],
    [
      'no signature',
      specOf({ ...TEXT_STATS, signature: 'text stats' }),
      [`entry: found 'text stats', expected a signature`],
    ],
    [
      'no result type',
      specOf({ ...TEXT_STATS, signature: 'textStats(text: string)' }),
      ['expected a signature'],
    ],
    [
      'an unknown type',
      specOf({ ...TEXT_STATS, signature: 'textStats(text: Foo): TextStats' }),
      [`Cannot find name 'Foo'`],
    ],
    [
      'types that do not parse',
      specOf({ ...TEXT_STATS, types: 'interface X {' }),
      [`types, line 1: '}' expected.`],
    ],
    [
      'types that are wrong',
      specOf({ ...TEXT_STATS, types: 'interface TextStats { a: Missing }' }),
      [`types, line 1: Cannot find name 'Missing'.`],
    ],
    [
      'values among the types',
      specOf({ ...TEXT_STATS, types: 'const x = 1;' }),
      ['expected only interfaces and type aliases'],
    ],
  ])('reports %s', (_, spec, messages) => {
    expect(checkSpec(spec)).toEqual(messages.map((text): unknown => expect.stringContaining(text)));
  });
});
