import type { Difference, Family } from '../../../src/activities/ports/family';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf, TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
const family: Family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

describe('observe', () => {
  it('tells what code does on each call, in their order', async () => {
    const calls = ['words("a b")', 'words(null as never)', 'words("")'];
    expect(await family.observe(WORDS_CODE, WORDS, [], calls)).toEqual({
      status: 'observed',
      outcomes: ['returned ["a","b"]', 'threw TypeError', 'returned []'],
    });
  });

  it('runs the parts that the code calls', async () => {
    const parts = [{ contract: WORDS, code: WORDS_CODE }];
    expect(
      await family.observe(TEXT_STATS_CODE, TEXT_STATS, parts, ['textStats("a")']),
    ).toMatchObject({ outcomes: ['returned {"frequency":{"a":1},"longest":"a","words":1}'] });
  });

  it('flags code that comes to no end on one of the calls', async () => {
    const code = 'export const words = (text: string) => { while (text === "x"); return [text]; };';
    expect(await family.observe(code, WORDS, [], ['words("a")', 'words("x")'])).toMatchObject({
      status: 'flagged',
      redFlag: 'out-of-limits',
    });
  });
});

describe('tellApart, of codes that differ where one mentions a value', () => {
  it('tries what the codes mention', async () => {
    const contract = contractOf('f(text: string, n: number): boolean');
    const code = (condition: string) =>
      `export function f(text: string, n: number): boolean {\n  return ${condition};\n}\n`;
    const codes = [code('false'), code("text === 'xyzzy' && n > 4711")] as const;
    expect(await family.tellApart(codes, contract, [])).toEqual({
      call: 'f("xyzzy", 4712)',
      outcomes: ['returned false', 'returned true'],
    });
  });
});

describe('tellApart, of several differences', () => {
  it('prefers a call on which both codes return data, which a contract says more of', async () => {
    const contract = contractOf('f(list: number[]): number');
    const one = 'export const f = (list: number[]) => list.reduce((a, b) => Math.max(a, b));';
    const other = 'export const f = (list: number[]) => list.reduce((a, b) => a + b, 0);';
    const { outcomes } = (await family.tellApart([one, other], contract, [])) ?? {};
    for (const outcome of outcomes ?? ['none']) expect(outcome).toMatch(/^returned -?\d/);
  });
});

describe('tellApart', () => {
  const apart = (contract: Contract, one: string, other: string): Promise<Difference | null> =>
    family.tellApart([one, other], contract, []);

  it.each([
    [
      'a limit that is one off',
      contractOf('f(n: number): boolean'),
      'export const f = (n: number) => n > 9;',
      'export const f = (n: number) => n >= 9;',
      'f(9)',
    ],
    [
      'a second list',
      contractOf('f(list: number[], by: number): number'),
      'export const f = (list: number[], by: number) => list.length * by;',
      'export const f = (list: number[], by: number) => list.length < 3 ? list.length * by : 3 * by;',
      'f([0, 0, 0, 0], 1)',
    ],
    [
      'a letter in a text',
      contractOf('f(text: string): string', { examples: [{ call: 'f("say yes")', returns: '' }] }),
      'export const f = (text: string) => text.trim();',
      'export const f = (text: string) => text.includes("y") ? "" : text.trim();',
      'f("y")',
    ],
    [
      'a member of an object',
      contractOf('f(item: { tags?: string[]; n: number }): number'),
      'export const f = ({ tags = [] }: { tags?: string[] }) => tags.length;',
      'export const f = ({ tags = [] }: { tags?: string[] }) => Math.min(tags.length, 1);',
      'f({ "tags": ["", ""], "n": 0 })',
    ],
    [
      'a limit that the calls of the election do not reach',
      contractOf('f(n: number): number'),
      'export const f = (n: number) => n;',
      'export const f = (n: number) => n > 900 ? 900 : n;',
      'f(901)',
    ],
  ])('finds the smallest call that shows %s', async (_, contract, one, other, call) => {
    const difference = await apart(contract, one, other);
    expect(difference?.call).toBe(call);
  });

  it('finds the same call every time, and says what each code does on it', async () => {
    const other = 'export const words = (text: string) => text.split(" ");';
    const found = await apart(WORDS, WORDS_CODE, other);
    expect(found).toEqual({ call: 'words("")', outcomes: ['returned []', 'returned [""]'] });
    expect(await apart(WORDS, WORDS_CODE, other)).toEqual(found);
  });

  it('finds none between codes that behave alike', async () => {
    const other = 'export const words = (text: string): string[] => text.match(/\\S+/g) ?? [];';
    expect(await apart(WORDS, WORDS_CODE, other)).toBeNull();
  });

  it('takes coming to no end for a behaviour', async () => {
    const contract = contractOf('f(n: number): number');
    const stuck = 'export function f(n: number): number { while (n < 0); return n; }';
    const found = await apart(contract, 'export const f = (n: number) => n;', stuck);
    expect(found).toEqual({
      call: 'f(-1)',
      outcomes: ['returned -1', 'came to no end within its limits'],
    });
  });

  it('compares on what was given where no values can be made up', async () => {
    const contract = contractOf('f(by: (n: number) => number): number', {
      probes: ['f((n) => n)', 'f((n) => -n)'],
    });
    const found = await apart(
      contract,
      'export const f = (by: (n: number) => number) => by(1);',
      'export const f = (by: (n: number) => number) => Math.abs(by(1));',
    );
    expect(found?.call).toBe('f((n) => -n)');
  });
});
