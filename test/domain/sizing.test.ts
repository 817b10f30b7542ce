import fc from 'fast-check';
import { sizeContract } from '../../src/domain/sizing';
import type { Contract } from '../../src/schemas/contract';

const contract = (given: Partial<Contract>): Contract => ({
  name: 'f',
  signature: 'f(x: number): number',
  description: 'Add one to x.',
  types: '',
  examples: [],
  background: '',
  cases: [],
  probes: [],
  uses: [],
  laws: [],
  ...given,
});

const size = (given: Partial<Contract>, depth = 0) =>
  sizeContract({ contract: contract(given), depth, maxDepth: 3 });

const TEXT_STATS: Partial<Contract> = {
  name: 'textStats',
  signature: 'textStats(text: string): TextStats',
  types:
    'export interface TextStats { words: number; longest: string; frequency: Record<string, number> }',
  description: [
    '# Text statistics',
    '',
    'Describe the words of a text. A word is a run of characters that are not whitespace.',
    '',
    '- Split the text into the list of its words.',
    '- `words` is the length of that list.',
    '- `longest` is the longest word; of equally long ones the first.',
    '1. `frequency` says how often each word occurs.',
  ].join('\n'),
};

describe('sizeContract', () => {
  it('builds a contract of one sentence as a leaf', () => {
    expect(size({})).toEqual({
      decision: 'leaf',
      reason: 'leaf: about 5 lines expected (1 sentence)',
    });
  });

  it('splits a contract that lists several duties and results', () => {
    expect(size(TEXT_STATS)).toEqual({
      decision: 'split',
      reason: 'split: about 32 lines expected (4 points, 2 sentences, 3 fields)',
    });
  });

  it('splits a contract whose prose names several functions', () => {
    const description =
      'Use parse(text) and then check(tree), then print(tree) with indent(tree, 2) and console.log(x).';
    expect(size({ description })).toMatchObject({
      decision: 'split',
      reason: 'split: about 29 lines expected (1 sentence, 4 mentions)',
    });
  });

  it('asks for a vote between the two', () => {
    const description = Array.from({ length: 8 }, () => 'One more condition holds.').join(' ');
    expect(size({ description })).toEqual({
      decision: 'vote',
      reason: 'unsure: about 19 lines expected (8 sentences)',
    });
  });

  it('expects less of a contract that may use finished ones, and does not count their mention', () => {
    const description = 'Call words(text), then longest(list), then frequency(list).';
    const uses = ['words', 'longest', 'frequency'].map((name) => ({
      name,
      signature: `${name}(): void`,
      description: '',
    }));
    expect(size({ description }).decision).toBe('vote');
    expect(size({ description, uses })).toMatchObject({ decision: 'leaf' });
  });

  it.each<[string, string, number]>([
    ['f(x: number): R', 'interface R { a: number; b: { c: string; d: string } }', 2],
    ['f(x: { a: number; b: number }): R', 'type R = { a: number /* not: this */ };', 1],
    ['f(x: Q): R', 'interface Q { a: 1; b: 2; c: 3 } interface R { a: 1 } interface S { a: 1 }', 1],
    ['f(g: (x: number) => R): { a: number; b: string }[]', '', 2],
    ['f(x: number): Map<string, R>', 'export interface R {\n  a: 1;\n  // b: 2\n  c: 3;\n}', 2],
  ])('finds the fields of the result in %s', (signature, types, fields) => {
    const noun = fields === 1 ? 'field' : 'fields';
    expect(size({ signature, types }).reason).toContain(`${fields} ${noun})`);
  });

  it('always builds a leaf at the depth limit', () => {
    expect(size(TEXT_STATS, 3)).toEqual({
      decision: 'leaf',
      reason: 'leaf: at the depth limit of 3',
    });
    expect(size(TEXT_STATS, 2).decision).toBe('split');
  });

  it('never finds a contract smaller for one more duty, whatever the text', () => {
    const order = ['leaf', 'vote', 'split'];
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.string(),
        (description, signature, types) => {
          const before = size({ description, signature, types });
          const after = size({ description: `${description}\n- One more duty.`, signature, types });
          expect(order.indexOf(after.decision)).toBeGreaterThanOrEqual(
            order.indexOf(before.decision),
          );
          expect(before.reason).not.toContain('\n');
        },
      ),
    );
  });

  it.each(['(', '{', 'a(', '- ', '. ', 'interface R ', '/* '])(
    'reads a contract as long as may be of nothing but %p',
    (piece) => {
      const text = piece.repeat(20_000 / piece.length);
      const given = {
        description: text.slice(0, 4000),
        signature: text.slice(0, 1000),
        types: text,
      };
      expect(['leaf', 'vote', 'split']).toContain(size(given).decision);
    },
  );
});
