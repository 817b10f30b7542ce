import {
  isComparable,
  isOf,
  isSaidAlike,
  type PlainContract,
  type PlainType,
} from '../../src/domain/plain-contract';
import type { Json } from '../../src/schemas/hash';

const TEXT: PlainType = { kind: 'text' };
const INTEGER: PlainType = { kind: 'integer' };
const NUMBER: PlainType = { kind: 'number' };

describe('isOf', () => {
  it.each<[Json, PlainType]>([
    [3, INTEGER],
    [0.5, NUMBER],
    ['a\n~', TEXT],
    [true, { kind: 'boolean' }],
    [null, { kind: 'literal', values: [null] }],
    [['a', 1], { kind: 'tuple', items: [TEXT, INTEGER] }],
    [[[1], []], { kind: 'list', of: { kind: 'list', of: INTEGER } }],
    [{ a: 1 }, { kind: 'record', of: INTEGER }],
    ['a', { kind: 'union', options: [INTEGER, TEXT] }],
  ])('has %j among the values of %j', (value, type) => {
    expect(isOf(value, type)).toBe(true);
  });

  it.each<[Json, PlainType, string]>([
    [0.5, INTEGER, 'a fraction'],
    [-0, NUMBER, 'a zero that not every language knows'],
    [2 ** 60, INTEGER, 'a number that floating point cannot count'],
    ['é', TEXT, 'a sign of which languages know different capitals'],
    ['💡', TEXT, 'a sign that languages count differently'],
    ['b', { kind: 'literal', values: ['a'] }, 'another text'],
    ['é', { kind: 'literal', values: ['é'] }, 'a sign of which languages know different capitals'],
    [['a'], { kind: 'tuple', items: [TEXT, INTEGER] }, 'too few items'],
    [['a'], { kind: 'list', of: INTEGER }, 'items of another type'],
    [[1], { kind: 'record', of: INTEGER }, 'a list'],
    [{ 10: 1 }, { kind: 'record', of: INTEGER }, 'a key that some languages put first'],
    [{ é: 1 }, { kind: 'record', of: INTEGER }, 'a key of such signs'],
    [null, { kind: 'union', options: [INTEGER, TEXT] }, 'none of these'],
  ])('does not take %j for one of %j: %s', (value, type) => {
    expect(isOf(value, type)).toBe(false);
  });
});

describe('isSaidAlike', () => {
  const contract: PlainContract = {
    name: 'f',
    description: '',
    background: '',
    parameters: [
      { name: 'a', type: TEXT },
      { name: 'n', type: INTEGER },
    ],
    result: INTEGER,
    examples: [],
    cases: [],
  };

  it('wants an argument of its type for each parameter', () => {
    expect(isSaidAlike(contract, ['a', 1])).toBe(true);
    expect(isSaidAlike(contract, ['a'])).toBe(false);
    expect(isSaidAlike(contract, ['a', 1, 2])).toBe(false);
    expect(isSaidAlike(contract, [1, 'a'])).toBe(false);
  });
});

describe('isComparable', () => {
  const contractOf = (parameter: PlainType, result: PlainType): PlainContract => ({
    name: 'f',
    description: '',
    background: '',
    parameters: [{ name: 'a', type: parameter }],
    result,
    examples: [],
    cases: [],
  });
  const LIST_OF_TEXTS: PlainType = { kind: 'list', of: TEXT };
  const PAIR: PlainType = { kind: 'tuple', items: [TEXT, NUMBER] };

  it('holds but for texts that may be made of numbers that need not be whole', () => {
    expect(isComparable(contractOf(INTEGER, TEXT))).toBe(true);
    expect(isComparable(contractOf(PAIR, NUMBER))).toBe(true);
    expect(isComparable(contractOf(NUMBER, TEXT))).toBe(false);
    expect(isComparable(contractOf(PAIR, LIST_OF_TEXTS))).toBe(false);
  });
});
