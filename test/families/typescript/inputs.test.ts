import * as fc from 'fast-check';
import { errorsIn, programOf } from '../../../src/families/typescript/compiler';
import { furtherCalls, inputsOf } from '../../../src/families/typescript/inputs';
import { exportedTypes } from '../../../src/families/typescript/module-source';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf, TEXT_STATS, WORDS } from './contracts';

/** What is wrong with the calls that are made for the contracts. */
function typeErrors(contracts: readonly Contract[]): readonly string[] {
  const types = new Set(contracts.map((contract) => contract.types));
  const declared = contracts.map(({ signature }) => `export declare function ${signature};\n`);
  const calls = contracts.flatMap((contract) => {
    const { plausible, extreme } = furtherCalls(contract, [], 30);
    return [...inputsOf(contract).calls, ...plausible.map(({ value }) => value), ...extreme];
  });
  const text = [...[...types].map(exportedTypes), ...declared, ...calls.map((c) => `void ${c};\n`)];
  const program = programOf({ '/calls.ts': text.join('\n') });
  return errorsIn(program, '/calls.ts').map(({ messageText }) => JSON.stringify(messageText));
}

/** Types that a signature may be made of, as text. */
const { type: anyType } = fc.letrec<{ type: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom(
    ...[
      'number',
      'string',
      'boolean',
      'bigint',
      'null',
      'undefined',
      'Date',
      'RegExp',
      'Uint8Array',
    ],
    ...[
      `'a' | 'b'`,
      '1 | 2 | 3',
      'BigInt64Array',
      'unknown',
      'Tree',
      'Shape',
      '{}',
      'object',
      '-1n',
    ],
  ),
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('type').map((item) => `(${item})[]`),
    tie('type').map((item) => `readonly (${item})[]`),
    tie('type').map((item) => `Set<${item}>`),
    tie('type').map((item) => `Record<string, ${item}>`),
    tie('type').map((item) => `{ readonly a: ${item}; 'b-c'?: ${item} }`),
    tie('type').map((item) => `Partial<Record<'x' | 'y', ${item}>>`),
    fc.tuple(tie('type'), tie('type')).map(([one, other]) => `[${one}, (${other})?]`),
    fc.tuple(tie('type'), tie('type')).map(([one, other]) => `(${one}) | (${other})`),
    fc.tuple(tie('leaf'), tie('type')).map(([key, value]) => `Map<${key}, ${value}>`),
  ),
}));

const TYPES = `interface Tree { value: number; children: Tree[]; next?: Tree }
type Shape = { kind: 'circle'; radius: number } | { kind: 'box'; sides: [number, number] }`;

describe('inputsOf', () => {
  it.each([
    ['words(text: string): string[]', ''],
    ['f(a: number, b: bigint, c: boolean, d: null): void', ''],
    [`f(kind: 'asc' | 'desc', n: 1 | 2, id?: string): void`, ''],
    [`f(text: 'it\\'s "so"' | 'b\\n', big: 5n | 7n, yes: true, n: number): void`, ''],
    ['f(list: readonly string[], pair: [number, string], ...rest: number[]): void', ''],
    [
      'f(item: Item, by: Record<string, number>): void',
      'interface Item { readonly id: number; tags?: string[]; inner: { ok: boolean } | null }',
    ],
    ['f(tree: Tree): number', 'interface Tree { value: number; children: Tree[]; next?: Tree }'],
    ['f<T extends string>(items: T[]): T | undefined', ''],
    ['f<T>(items: T[], more: Set<T>): Map<string, T>', ''],
    ['f(at: Date, seen: Map<string, number>, any: unknown): void', ''],
    ['f(shape: Shape): number', TYPES],
    [
      'f(sum: Sum): number',
      `type Sum = { op: 'lit'; value: number } | { op: 'add'; left: Sum; right: Sum }`,
    ],
    [
      'f(json: Json): string',
      'type Json = null | boolean | number | string | Json[] | { [key: string]: Json }',
    ],
    ['f<K extends keyof P>(p: P, key: K): P[K]', 'interface P { a: number; b: string }'],
    ['f<T, K extends keyof T>(items: T[], key: K): T[K][]', ''],
    ['f<T extends number | string>(a: T, b: T): boolean', ''],
    ['f<T extends { id: number }>(items: readonly T[]): Map<number, T>', ''],
    ['f(bytes: Uint8Array, wide: BigUint64Array, floats: Float64Array): void', ''],
    ['f(later: Promise<string>, items: Iterable<number>, by: ArrayLike<string>): void', ''],
    [
      'f(sparse: { [index: number]: string }, day: Partial<Record<"mon" | "tue", number>>): void',
      '',
    ],
    ['f(set: Set): number', 'interface Set { member: number }'],
  ])('makes calls that type-check for %s', (signature, types) => {
    const contract = contractOf(signature, { types });
    expect(inputsOf(contract).calls.length).toBeGreaterThanOrEqual(8);
    expect(typeErrors([contract])).toEqual([]);
  });

  it('makes calls that type-check for any types, with their extremes', () => {
    const signature = fc
      .array(anyType, { minLength: 1, maxLength: 3 })
      .map((types) => types.map((type, i) => `p${i}: ${type}`).join(', '));
    fc.assert(
      fc.property(fc.array(signature, { minLength: 5, maxLength: 5 }), (signatures) => {
        const contracts = signatures.map((parameters, i) =>
          contractOf(`f${i}(${parameters}): void`, { types: TYPES }),
        );
        expect(typeErrors(contracts)).toEqual([]);
      }),
      { numRuns: 4, seed: 5 },
    );
  });

  it('has lists in order, in reverse order, and with equal items', () => {
    const { calls } = inputsOf(contractOf('f(list: number[]): number'));
    expect(calls).toEqual(
      expect.arrayContaining(['f([])', 'f([2, 2])', 'f([-1, 0, 1, 2])', 'f([2, 1, 0, -1])']),
    );
  });

  it.each([
    ['Returns 0 for NaN.', 'f(NaN)'],
    ['Rounds to Infinity at most.', 'f(-Infinity)'],
    ['Keeps -0 as it is.', 'f(-0)'],
    ['Adds numbers, however huge, without an error.', 'f(9007199254740991)'],
  ])('has an extreme when the contract speaks of it: %s', (description, call) => {
    const contract = contractOf('f(n: number): number', { description });
    expect(inputsOf(contract).calls).toContain(call);
    expect(inputsOf({ ...contract, description: 'Rounds.' }).calls).not.toContain(call);
    expect(furtherCalls({ ...contract, description: 'Rounds.' }, [], 10).extreme).toContain(call);
  });

  it('starts with the examples and probes, repeats no call, and is the same every time', () => {
    const contract = { ...WORDS, probes: ['words("c")', 'words("a bb a")'] };
    const { calls } = inputsOf(contract);
    expect(calls.slice(0, 2)).toEqual(['words("a bb a")', 'words("c")']);
    expect(new Set(calls).size).toBe(calls.length);
    expect(calls).toHaveLength(28);
    expect(inputsOf({ ...contract }).calls).toEqual(calls);
  });

  it('has the edges: nothing, one word, blanks around and between', () => {
    expect(inputsOf(WORDS).calls).toEqual(
      expect.arrayContaining(['words("")', 'words("a")', 'words(" a ")', 'words("a  a")']),
    );
  });

  it('makes mostly texts of the words the contract mentions', () => {
    const plausible = inputsOf(WORDS).calls.filter((call) => /\b(?:a|bb)\b/i.test(call));
    expect(plausible.length).toBeGreaterThan(20);
  });

  it('says so when values of a type cannot be made up, and keeps what was given', () => {
    const contract = contractOf('f(by: (a: number) => number): number', {
      probes: ['f((a) => a)'],
    });
    expect(inputsOf(contract)).toEqual({
      calls: ['f((a) => a)'],
      ungenerated: expect.stringContaining('(a: number) => number'),
    });
  });

  it('calls a function without parameters once', () => {
    expect(inputsOf(contractOf('f(): number'))).toEqual({ calls: ['f()'] });
  });

  it('keeps all of many examples and adds generated calls', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 2_000 }), { maxLength: 60 }), (numbers) => {
        const examples = numbers.map((n) => ({ call: `f(${n})`, returns: n }));
        const { calls } = inputsOf(contractOf('f(n: number): number', { examples }));
        return (
          examples.every(({ call }, i) => calls[i] === call) && calls.length >= examples.length + 8
        );
      }),
      { numRuns: 10 },
    );
  });

  it('makes calls for types of the contract', () => {
    expect(inputsOf(TEXT_STATS).calls).toContain('textStats("")');
  });
});
