import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { needOfNode } from '../../../src/families/typescript/needs-node';
import { GLOBALS } from '../../../src/families/typescript/small-sandbox';

const HEAD = `import test, { after, before, describe, it } from 'node:test';
import assert, { equal, strict } from 'node:assert/strict';
import { words, type Words } from 'words';
`;

const needOf = (text: string, path = 'acceptance/x.test.ts') =>
  needOfNode({ path, text: HEAD + text }, 'words');

describe('needOfNode', () => {
  it.each([
    ['queueMicrotask(() => {});', 'queueMicrotask'],
    ['const copy = structuredClone({});', 'structuredClone'],
    ['globalThis.setTimeout(() => {}, 1);', 'globalThis.setTimeout'],
    [`globalThis['setTimeout'](() => {}, 1);`, 'globalThis as a value'],
    ['const { process: other } = { process };', 'process'],
    ['declare const Buffer: any; Buffer.from([]);', 'Buffer'],
    ['class Mine extends EventTarget {}', 'EventTarget'],
    ['new Intl.NumberFormat();', 'Intl'],
    ['(1234).toLocaleString();', 'toLocaleString'],
    ['Array.fromAsync([]);', 'Array.fromAsync'],
    ['console.count();', 'console.count'],
    ['import.meta.url;', 'import.meta'],
    ['await import(words());', 'an import whose module is computed'],
    [`await import('node:test');`, "the module 'node:test'"],
    [`import { readFileSync } from 'node:fs';`, "the module 'node:fs'"],
    [`import data from './data.json' with { type: 'json' };`, "the module './data.json'"],
    [`import { mock } from 'node:test'; mock.fn();`, 'mock'],
    [`import * as tests from 'node:test'; tests.mock.fn();`, 'tests.mock'],
    ['test.mock.fn();', 'test.mock'],
    ['assert.ifError(null);', 'assert.ifError'],
    ['strict.partialDeepStrictEqual({}, {});', 'strict.partialDeepStrictEqual'],
    ['const { rejects } = assert;', 'assert as a value'],
    [`test('x', (t) => { t.plan(1); });`, 't.plan'],
    [`test('x', (t) => { t.after(() => {}); });`, 't.after'],
    [`it('x', (t) => { t.skip(); });`, 't.skip'],
    [`it.only('x', function (t) { t.mock.fn(); });`, 't.mock'],
    [`test('x', ({ mock }) => mock.fn());`, "the parameter { mock } of a test's body"],
    [`test('x', (t) => words(t));`, 't as a value'],
    [`test('x', async (t) => { await t.test('y', (u) => u.plan(1)); });`, 'u.plan'],
    [`test('x', (t, done) => done());`, "the parameter done of a test's body"],
    [
      `describe('x', () => { it('y', (t, done) => done()); });`,
      "the parameter done of a test's body",
    ],
    ['before((done) => done());', "the parameter done of a test's body"],
    [`const body = (t) => t.plan(1); test('x', body);`, 't.plan'],
    [`test('x', words);`, "words as a test's body"],
    [`test('x', { plan: 1 }, () => {});`, 'the options plan of a test'],
  ])('finds what %s needs', (text, need) => {
    expect(needOf(text)).toBe(need);
  });

  it.each([
    [`import { mock } from 'node:test';`, 'acceptance/x.test.mjs', 'mock'],
    [`import { type TestContext } from 'node:test';`, 'acceptance/x.test.ts', undefined],
    ['', 'acceptance/x.test.cts', 'modules of CommonJS'],
  ])('reads %s in %s', (text, path, need) => {
    expect(needOf(text, path)).toBe(need);
  });

  it.each([
    [`console.log('x'); console.error(new Error('x'));`],
    [`const URL = 'x', process = 1; test(URL, () => equal(process, 1));`],
    ['function run(fetch: (n: number) => number) { return fetch(1); }'],
    ['const own = { process: 1, fetch: 2 }; own.process; const { process: p } = own;'],
    [`test('x', { skip: true, timeout: 10 }, () => {});`],
    [`test('x', async (t) => { t.diagnostic(t.name); await t.test('y', () => {}); });`],
    [`for (const [name, n] of [['a', 1]] as const) test(name, () => assert.equal(n, 1));`],
    [`describe.skip('x', () => {}); it.todo('y'); test.skip('z', (t, done) => done());`],
    [`before(() => {}); after(async () => {});`],
    ['assert(true); assert.throws(() => {}, assert.AssertionError); strict.equal(1, 1);'],
    ['[1].forEach(equal as never); const later = assert.deepEqual;'],
    [`const set: Set<Words> = new Set(); type Url = URL; let u: URL | undefined;`],
    ['globalThis.Math.max(1); Object.entries({}).flat(); Number.isInteger(1); Math.max(1, NaN);'],
    [`outer: for (;;) { break outer; } "a".localeCompare('b'); Symbol.iterator;`],
    [`import { help } from './help.ts'; import type { Stats } from 'node:fs'; help();`],
    ['class Mine extends Error { process() { return this.process; } }'],
    [`enum Kind { fetch, URL } Kind.URL; (function () { return arguments.length; })();`],
  ])('finds that %s needs nothing', (text) => {
    expect(needOf(text)).toBeUndefined();
  });
});

describe('GLOBALS', () => {
  const sandbox = new QuickJsSandbox({ threads: 1 });
  afterAll(() => sandbox.close());

  it('are all there in the small sandbox, but for the console that tests are given', async () => {
    const text = `export const main = () => JSON.stringify(${JSON.stringify([...GLOBALS])}.filter((name) => !(name in globalThis)));`;
    const limits = { timeMs: 5_000, memoryBytes: 2 ** 26, outputBytes: 2 ** 16 };
    const ran = await sandbox.run({
      modules: { 'main.js': text },
      entry: 'main.js',
      limits,
      world: 0,
    });
    expect(ran).toEqual({ status: 'returned', output: '["console"]' });
  });
});
