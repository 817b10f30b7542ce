import * as fc from 'fast-check';
import { errorsIn, programOf } from '../../../src/families/typescript/compiler';
import { inputsOf } from '../../../src/families/typescript/inputs';
import { exportedTypes } from '../../../src/families/typescript/module-source';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf, TEXT_STATS, WORDS } from './contracts';

/** Whether every call type-checks against the contract. */
function typeErrors(contract: Contract): readonly string[] {
  const { calls } = inputsOf(contract);
  const text = `${exportedTypes(contract.types)}\nexport declare function ${contract.signature};\n${calls.map((call) => `void ${call};\n`).join('')}`;
  const program = programOf({ '/calls.ts': text });
  return errorsIn(program, '/calls.ts').map(({ messageText }) => JSON.stringify(messageText));
}

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
  ])('makes calls that type-check for %s', (signature, types) => {
    const contract = contractOf(signature, { types });
    expect(inputsOf(contract).calls.length).toBeGreaterThanOrEqual(8);
    expect(typeErrors(contract)).toEqual([]);
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
