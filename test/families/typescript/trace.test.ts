import type { TracedCall } from '../../../src/activities/ports/family';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Spec } from '../../../src/schemas/spec';
import { contractOf, TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 1 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const BROKEN_WORDS = {
  contract: WORDS,
  code: WORDS_CODE.replace(`!== ''`, `!== '' && word !== 'bb'`),
};
const UNUSED = {
  contract: contractOf('unused(n: number): number'),
  code: 'export const unused = (n: number): number => n;',
};
const STATS = { contract: TEXT_STATS, code: TEXT_STATS_CODE };
const WORDS_CALLED: TracedCall = { part: 0, call: 'words("a bb a")', returned: ['a', 'a'] };

describe('traceFailure', () => {
  it('tells which parts a contradicted example called, with what, and what they returned', async () => {
    const calls = await family.traceFailure([BROKEN_WORDS, UNUSED, STATS], null);
    expect(calls).toEqual([
      {
        part: 2,
        call: 'textStats("a bb a")',
        returned: { words: 2, longest: 'a', frequency: { a: 2 } },
      },
      WORDS_CALLED,
    ]);
  });

  it('tells the calls of the smallest input that breaks a law', async () => {
    const laws = [{ forAll: 'text: string', claim: 'textStats(text).longest.length < 2' }];
    const contract = { ...TEXT_STATS, examples: [], laws };
    const words = { contract: WORDS, code: WORDS_CODE };
    const calls = await family.traceFailure([words, { ...STATS, contract }], null);
    expect(calls).toEqual([
      expect.objectContaining({ part: 1, call: 'textStats("Bb")' }),
      { part: 0, call: 'words("Bb")', returned: ['Bb'] },
    ]);
  });

  it('tells the calls that failing tests of the package made, and none of those that pass', async () => {
    const test = (text: string, words: number) => ({
      path: `acceptance/${words}.test.ts`,
      text: `import test from 'node:test';\nimport assert from 'node:assert/strict';
import { textStats } from '../src/index.js';\ntest('counts', () => { assert.equal(textStats('${text}').words, ${words}); });\n`,
    });
    const entry = { ...TEXT_STATS, examples: TEXT_STATS.examples.slice(1) };
    const acceptance = [test('a c', 2), test('a bb a', 3)];
    const spec: Spec = { name: 'text-stats', family: 'typescript', entry, acceptance };
    const calls = await family.traceFailure([BROKEN_WORDS, UNUSED, STATS], spec);
    expect(calls?.map(({ part }) => part)).toEqual([2, 0]);
    expect(calls?.[1]).toEqual(WORDS_CALLED);
  });

  it('gives no text for a call whose arguments are more than data', async () => {
    const later = {
      contract: contractOf('later(d: Date): number'),
      code: 'export const later = (d: Date): number => d.getTime();',
    };
    const uses = [{ name: 'later', signature: later.contract.signature, description: '' }];
    const examples = [{ call: 'start()', returns: 1 }];
    const start = {
      contract: contractOf('start(): number', { uses, examples }),
      code: 'export const start = (): number => later(new Date(0));',
    };
    expect(await family.traceFailure([later, start], null)).toEqual([
      { part: 1, call: 'start()', returned: 0 },
      { part: 0, call: null, returned: 0 },
    ]);
  });
});
