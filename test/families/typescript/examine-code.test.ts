import * as fc from 'fast-check';
import type { Family } from '../../../src/activities/ports/family';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { examineBehaviour } from '../../../src/families/typescript/behaviour';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf, TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
const family: Family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const examine = (code: string, contract: Contract = WORDS) =>
  family.examineCode(code, contract, []);

async function candidateOf(code: string, contract: Contract = WORDS): Promise<string> {
  const examination = await examine(code, contract);
  if (examination.status === 'flagged')
    throw new Error(`${examination.redFlag}: ${examination.detail}`);
  return examination.candidate;
}

const doing = (statement: string): string =>
  `export function words(text: string): string[] {\n  ${statement}\n  return text.split(/\\s+/).filter(Boolean);\n}\n`;

describe('examineCode', () => {
  it.each([
    [
      'another regular expression',
      `export const words = (text: string): string[] => text.match(/\\S+/g) ?? [];`,
    ],
    [
      'a loop',
      `function words(text: string) {
      const found: string[] = [];
      let word = '';
      for (const letter of text + ' ') {
        if (/\\s/.test(letter)) { if (word) found.push(word); word = ''; } else word += letter;
      }
      return found;
    }`,
    ],
    ['a trim first', doing(`if (text.trim() === '') return [];`)],
  ])('counts %s as the same candidate when it behaves the same', async (_, code) => {
    expect(await candidateOf(code)).toBe(await candidateOf(WORDS_CODE));
  });

  it.each([
    ['no filter', `export const words = (text: string) => text.split(' ');`],
    ['lower case', doing('text = text.toLowerCase();')],
    ['an error for nothing', doing(`if (text === '') throw new RangeError();`)],
    ['another error for nothing', doing(`if (text === '') throw new TypeError();`)],
    [
      'unique words of long texts',
      doing(
        `if (text.length > 5) return [...new Set(text.split(/\\s+/).filter(Boolean))].concat('a').slice(0, 3);`,
      ),
    ],
  ])('tells %s from the others', async (_, code) => {
    expect(
      await candidateOf(code, { ...WORDS, examples: [], probes: ['words("a bb a")'] }),
    ).not.toBe(
      await candidateOf(WORDS_CODE, { ...WORDS, examples: [], probes: ['words("a bb a")'] }),
    );
  });

  it('ignores the order of keys and what an error says, but not changed arguments', async () => {
    const pair = contractOf('pair(items: number[]): { a: number; b: number }');
    const body = (text: string) =>
      `export function pair(items: number[]): { a: number; b: number } { ${text} }`;
    const plain = await candidateOf(body('return { a: items.length, b: 1 };'), pair);
    expect(await candidateOf(body('const b = 1; return { b, a: items.length };'), pair)).toBe(
      plain,
    );
    expect(
      await candidateOf(
        body('const a = items.length; items.sort().push(1); return { a, b: 1 };'),
        pair,
      ),
    ).not.toBe(plain);
    expect(await candidateOf(body('throw new Error("x");'), pair)).toBe(
      await candidateOf(body('throw new Error("y");'), pair),
    );
    expect(await candidateOf(body('return null!;'), pair)).not.toBe(
      await candidateOf(body('return undefined!;'), pair),
    );
  });

  it('flags what contradicts an agreed case apart from what contradicts an example', async () => {
    const agreed = (returns: string[]) => ({
      ...WORDS,
      cases: [{ call: 'words(" b ")', returns }],
    });
    expect(await family.examineCode(WORDS_CODE, agreed(['b']), [])).toMatchObject({
      status: 'vote',
    });
    expect(await family.examineCode(WORDS_CODE, agreed(['a']), [])).toMatchObject({
      redFlag: 'contradicts-case',
      detail: 'words(" b "): expected ["a"], found ["b"]',
    });
    const both = { ...agreed(['a']), examples: [{ call: 'words("c")', returns: [] }] };
    expect(await family.examineCode(WORDS_CODE, both, [])).toMatchObject({
      redFlag: 'contradicts-example',
    });
  });

  it('runs an answer with the real parts it calls, and waits for promises', async () => {
    const parts = [{ contract: WORDS, code: WORDS_CODE }];
    const real = await family.examineCode(TEXT_STATS_CODE, TEXT_STATS, parts);
    expect(real.status).toBe('vote');
    const broken = [{ contract: WORDS, code: WORDS_CODE.replace(`!== ''`, `=== ''`) }];
    expect(await family.examineCode(TEXT_STATS_CODE, TEXT_STATS, broken)).toMatchObject({
      redFlag: 'contradicts-example',
    });
    const later = contractOf('later(n: number): Promise<number>', {
      examples: [{ call: 'later(2)', returns: 4 }],
    });
    expect(
      await candidateOf('export async function later(n: number) { return n * 2; }', later),
    ).toBe(await candidateOf('export const later = (n: number) => Promise.resolve(n + n);', later));
  });

  it.each([
    ['loops', 'for (;;);', 'out-of-limits'],
    [
      'allocates',
      'const all: string[] = []; for (;;) all.push(text + all.length);',
      'out-of-limits',
    ],
    ['recurses', 'return words(`${text}a`);', 'out-of-limits'],
    ['builds a gigabyte', `return ['x'.repeat(2 ** 28)];`, 'out-of-limits'],
    ['backtracks', `/^(a+)+$/.test('a'.repeat(40) + 'b');`, 'out-of-limits'],
    ['never settles', 'return new Promise(() => undefined) as never;', 'out-of-limits'],
    [
      'returns more than can be told',
      `return Array.from({ length: 1e6 }, () => 'word');`,
      'out-of-limits',
    ],
    ['reads the clock', 'if (Date.now() % 2 === 0) return [];', 'not-deterministic'],
    ['reads the time zone', 'return [String(new Date(0).getHours())];', 'not-deterministic'],
    ['rolls dice', 'return [String(Math.random())];', 'not-deterministic'],
    ['reaches for the process', 'process.exit(1);', 'forbidden'],
    ['patches a prototype', 'Array.prototype.push = () => 0;', 'forbidden'],
    ['patches JSON', `JSON.stringify = () => '[]';`, 'forbidden'],
    [
      'reaches Function unseen',
      `(text.split as any)['const' + 'ructor']('return 1')();`,
      'contradicts-example',
    ],
    [
      'returns getters that throw',
      'return { get length() { throw new Error(); } } as never;',
      'contradicts-example',
    ],
    ['returns a proxy', 'return new Proxy([], { ownKeys() { throw 1; } });', 'forbidden'],
    ['throws something huge', `throw new Error('x'.repeat(1e6));`, 'contradicts-example'],
  ])('flags an answer that %s, and examines the next one', async (_, statement, redFlag) => {
    expect(await examine(doing(statement))).toMatchObject({ status: 'flagged', redFlag });
    expect(await examine(WORDS_CODE)).toMatchObject({ status: 'vote' });
  });

  it.each([
    ['loops while loading', 'const x = (() => { for (;;); })();', 'out-of-limits'],
    ['throws while loading', 'const x: string = (null as never)[0];', 'throws-on-load'],
    ['remembers earlier calls', 'let calls = 0; const x = () => ++calls > 5;', 'not-deterministic'],
  ])('flags an answer that %s', async (_, top, redFlag) => {
    const code = `${top}\n${doing(top.includes('calls') ? 'if (x()) return [];' : 'void x;')}`;
    expect(await examine(code)).toMatchObject({ status: 'flagged', redFlag });
  });

  it('says which example was contradicted, what was expected and what was found', async () => {
    expect(await examine(`export const words = (text: string): string[] => [text];`)).toEqual({
      status: 'flagged',
      redFlag: 'contradicts-example',
      detail: 'words("a bb a"): expected ["a","bb","a"], found ["a bb a"]',
    });
  });

  it('takes -0 and what is undefined for what an example can say', async () => {
    const round = contractOf('round(n: number): { n: number; note?: string } | undefined', {
      examples: [
        { call: 'round(-0.4)', returns: { n: 0 } },
        { call: 'round(NaN)', returns: null },
      ],
    });
    const code = `export function round(n: number): { n: number; note?: string } | undefined {
      return Number.isNaN(n) ? undefined : { n: Math.round(n), note: undefined };
    }`;
    expect(await examine(code, round)).toMatchObject({ status: 'vote' });
  });
});

describe('examineBehaviour', () => {
  it('cannot be deceived by patched intrinsics, even where the checker was passed by', async () => {
    const patches = `
      const lie = () => '[["returned 1",""]]';
      JSON.stringify = lie; Array.prototype.join = lie; Array.prototype.sort = lie;
      Array.prototype.push = lie; Array.prototype.map = lie; Array.prototype[Symbol.iterator] = function* () {};
      Reflect.apply = lie; Reflect.ownKeys = () => []; Object.is = () => true; Array.isArray = () => false;
      String.prototype.slice = lie; Map.prototype.forEach = lie; Object.prototype.toJSON = lie;
      Object.defineProperty(Array.prototype, '0', { set() {}, get: lie, configurable: true });
      Object.prototype.get = lie; Object.prototype.value = 1; Function.prototype.call = lie;
      Promise.prototype.then = lie; globalThis.String = lie; globalThis.Map = lie;`;
    const request = { contract: { ...WORDS, examples: [] }, parts: [], sandbox };
    const code = 'export const words = (text) => ({ length: text.length, word: [text] });';
    const honest = await examineBehaviour({ ...request, code });
    if (honest.status === 'flagged') throw new Error(honest.detail);
    const deceitful = await examineBehaviour({ ...request, code: `${patches}\n${code}` });
    expect(deceitful).toMatchObject({ status: 'vote', candidate: honest.candidate });
  });

  it('tells apart exactly the functions that differ somewhere on small whole numbers', async () => {
    const contract = contractOf('f(n: number): number');
    const text = (table: readonly number[]) =>
      `export function f(n: number): number { return ${JSON.stringify(table)}[Math.abs(Math.trunc(n)) % 3]!; }`;
    const table = fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(table, table, async (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        return (
          ((await candidateOf(text(one), contract)) ===
            (await candidateOf(text(other), contract))) ===
          same
        );
      }),
      { numRuns: 15 },
    );
  });
});
