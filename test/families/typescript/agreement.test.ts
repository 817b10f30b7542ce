import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const examples = (
  ...pairs: readonly (readonly [string, Contract['examples'][0]['returns']])[]
) => ({
  examples: pairs.map(([call, returns]) => ({ call, returns })),
});

/** What two careful authors may write, who differ where the contract says nothing: on emoji, NaN, holes, huge sizes. */
const PAIRS: readonly (readonly [string, Contract, readonly [string, string]])[] = [
  [
    'the reverse of a text',
    contractOf('reverse(text: string): string', examples(['reverse("abc")', 'cba'])),
    [
      `export const reverse = (text: string): string => text.split('').reverse().join('');`,
      `export const reverse = (text: string): string => [...text].reverse().join('');`,
    ],
  ],
  [
    'a number within bounds',
    contractOf('clamp(value: number): number', examples(['clamp(-3)', 0], ['clamp(12)', 10])),
    [
      `export const clamp = (value: number): number => Math.min(10, Math.max(0, value));`,
      `export const clamp = (value: number): number => value > 10 ? 10 : value >= 0 ? value : 0;`,
    ],
  ],
  [
    'the greatest of a list',
    contractOf(
      'greatest(list: number[]): number | null',
      examples(['greatest([1, 3, 2])', 3], ['greatest([])', null]),
    ),
    [
      `export const greatest = (list: number[]): number | null => list.length ? Math.max(...list) : null;`,
      `export function greatest(list: number[]): number | null {
        let best: number | null = null;
        for (const n of list) if (best === null || n > best) best = n;
        return best;
      }`,
    ],
  ],
  [
    'counts of words',
    contractOf(
      'counts(words: string[]): Record<string, number>',
      examples(['counts(["a", "b", "a"])', { a: 2, b: 1 }]),
    ),
    [
      `export function counts(words: string[]): Record<string, number> {
        const found: Record<string, number> = {};
        for (const word of words) found[word] = (found[word] ?? 0) + 1;
        return found;
      }`,
      `export function counts(words: string[]): Record<string, number> {
        const found = new Map<string, number>();
        for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
        return Object.fromEntries(found);
      }`,
    ],
  ],
  [
    'a factorial',
    contractOf('factorial(n: number): number', {
      description: 'The product of 1 to n; 1 when n is less than 1. A fraction of n is dropped.',
      ...examples(['factorial(4)', 24], ['factorial(-2)', 1]),
    }),
    [
      `export const factorial = (n: number): number => n < 2 ? 1 : Math.trunc(n) * factorial(Math.trunc(n) - 1);`,
      `export function factorial(n: number): number {
        let product = 1;
        for (let i = 2; i <= n; i++) product = i * product;
        return product;
      }`,
    ],
  ],
  [
    'sorted numbers without repetitions',
    contractOf('distinct(list: number[]): number[]', examples(['distinct([2, 1, 2])', [1, 2]])),
    [
      `export const distinct = (list: number[]): number[] => [...new Set(list)].sort((a, b) => a - b);`,
      `export function distinct(list: number[]): number[] {
        const sorted = list.slice().sort((a, b) => a - b);
        return sorted.filter((n, i) => i === 0 || n !== sorted[i - 1]);
      }`,
    ],
  ],
  [
    'a palindrome',
    contractOf('isPalindrome(text: string): boolean', examples(['isPalindrome("anna")', true])),
    [
      `export const isPalindrome = (text: string): boolean => [...text].reverse().join('') === text;`,
      `export function isPalindrome(text: string): boolean {
        for (let i = 0, j = text.length - 1; i < j; i++, j--) if (text[i] !== text[j]) return false;
        return true;
      }`,
    ],
  ],
  [
    'a sum by key',
    contractOf('total(items: Item[]): Record<string, number>', {
      types: 'interface Item { kind: string; amount: number }',
      ...examples(['total([{ kind: "a", amount: 2 }, { kind: "a", amount: 1 }])', { a: 3 }]),
    }),
    [
      `export const total = (items: Item[]): Record<string, number> =>
        items.reduce<Record<string, number>>((sum, { kind, amount }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + amount }), {});`,
      `export function total(items: Item[]): Record<string, number> {
        const sum: Record<string, number> = {};
        for (const item of items) {
          if (!(item.kind in sum)) sum[item.kind] = 0;
          sum[item.kind]! += item.amount;
        }
        return sum;
      }`,
    ],
  ],
  [
    'a text that begins with a capital',
    contractOf('capitalised(text: string): string', examples(['capitalised("hello")', 'Hello'])),
    [
      `export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);`,
      `export const capitalised = (text: string): string => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());`,
    ],
  ],
  [
    'chunks of a list',
    contractOf('chunks<T>(list: T[], size: number): T[][]', {
      description:
        'Cuts the list into lists of size items; none when size is less than 1. A fraction of size is dropped.',
      ...examples(['chunks([1, 2, 3], 2)', [[1, 2], [3]]], ['chunks([1], 0)', []]),
    }),
    [
      `export function chunks<T>(list: T[], size: number): T[][] {
        const step = Math.trunc(size);
        if (step < 1) return [];
        const all: T[][] = [];
        for (let i = 0; i < list.length; i += step) all.push(list.slice(i, i + step));
        return all;
      }`,
      `export function chunks<T>(list: T[], size: number): T[][] {
        const step = Math.floor(size);
        if (step <= 0) return [];
        return Array.from({ length: Math.ceil(list.length / step) }, (_, i) => list.slice(i * step, (i + 1) * step));
      }`,
    ],
  ],
];

describe('the inputs of an election', () => {
  it.each(PAIRS)('do not divide authors who mean the same by %s', async (_, contract, codes) => {
    const [one, other] = [
      await family.examineCode(codes[0], contract, []),
      await family.examineCode(codes[1], contract, []),
    ];
    if (one.status === 'flagged') throw new Error(one.detail);
    expect(other).toMatchObject({ status: 'vote', candidate: one.candidate });
  });

  it('divide them where the contract speaks of what they differ in', async () => {
    const [, reverse, codes] = PAIRS[0] ?? [];
    const contract = { ...reverse, description: 'Reverses a text, emoji kept whole.' } as Contract;
    const [one = '', other = ''] = codes ?? [];
    const [first, second] = [
      await family.examineCode(one, contract, []),
      await family.examineCode(other, contract, []),
    ];
    if (first.status === 'flagged') throw new Error(first.detail);
    expect(second).toMatchObject({ candidate: expect.not.stringContaining(first.candidate) });
  });

  it.each([
    ['reverse', 'reverse("a😀b")'],
    ['clamp', 'clamp(-0)'],
    ['counts', 'counts(["__proto__"])'],
    ['distinct', 'distinct([-0])'],
    ['total', 'total([{ "kind": "__proto__", "amount": 2 }])'],
    ['capitalised', 'capitalised("é")'],
    ['chunks', 'chunks([2, 1, 0, -1], NaN)'],
    ['greatest', undefined],
    ['isPalindrome', undefined],
  ])('leave out what tells the authors of %s apart: %s', async (name, call) => {
    const [, contract, codes] = PAIRS.find(([, { name: of }]) => of === name) ?? [];
    if (contract === undefined || codes === undefined) throw new Error(`found no pair of ${name}`);
    expect((await family.tellApart(codes, contract, []))?.call).toBe(call);
  });
});
