import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Spec, TextFile } from '../../../src/schemas/spec';
import { contractOf, TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 1 });
const family = createTypescriptFamily(sandbox);
const folder = mkdtempSync(join(tmpdir(), 'package-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

const SPEC: Spec = { name: 'text-stats', family: 'typescript', entry: TEXT_STATS, acceptance: [] };
const WORDS_PART = { contract: WORDS, code: WORDS_CODE };
const PARTS = [WORDS_PART, { contract: TEXT_STATS, code: TEXT_STATS_CODE }];

/** What Node's own test runner says of the package in a folder of its own. */
function runNodeTest(files: readonly TextFile[]): {
  readonly passed: number;
  readonly failed: number;
} {
  const home = mkdtempSync(join(folder, 'node-'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  // Jest's own options are not for this process.
  const env = { PATH: process.env['PATH'] };
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: home,
    encoding: 'utf8',
    env,
  });
  const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1]);
  return { passed: count('pass'), failed: count('fail') };
}

const textOf = (files: readonly TextFile[], path: string) =>
  files.find((file) => file.path === path)?.text ?? '';

describe('assemble', () => {
  it('keeps every elected text byte for byte below the lines it needs', () => {
    const files = family.assemble(SPEC, PARTS);
    expect(textOf(files, 'src/words.ts')).toBe(WORDS_CODE);
    expect(textOf(files, 'src/textStats.ts')).toBe(
      `import type { TextStats } from './types.js';\nimport { words } from './words.js';\n\n${TEXT_STATS_CODE}`,
    );
    const repeated = `interface TextStats { words: number; longest: string; frequency: Record<string, number> }\n${TEXT_STATS_CODE}`;
    const again = family.assemble(SPEC, [WORDS_PART, { contract: TEXT_STATS, code: repeated }]);
    expect(textOf(again, 'src/textStats.ts')).toBe(
      `import { words } from './words.js';\n\n${repeated}`,
    );
  });

  it('makes a package that passes its own tests on plain Node', () => {
    expect(runNodeTest(family.assemble(SPEC, PARTS))).toEqual({ passed: 2, failed: 0 });
  });

  it.each(['test', 'json', 'assert'])('lets an entry be called %s', (name) => {
    const entry = contractOf(`${name}(n: number): Result`, {
      types: 'type Result = number;',
      examples: [{ call: `${name}(1)`, returns: 2 }],
    });
    const code = `export const ${name} = (n: number): Result => n + 1;`;
    expect(family.checkSpec({ ...SPEC, entry })).toEqual([]);
    const files = family.assemble({ ...SPEC, entry }, [{ contract: entry, code }]);
    expect(runNodeTest(files)).toEqual({ passed: 1, failed: 0 });
  });

  it('declares the entry and the types for its users', () => {
    const files = family.assemble(SPEC, PARTS);
    expect(textOf(files, 'dist/index.d.ts')).toBe(
      `export { textStats } from './textStats.js';\nexport type { TextStats } from './types.js';\n`,
    );
    expect(JSON.parse(textOf(files, 'package.json'))).toMatchObject({
      name: 'text-stats',
      type: 'module',
      scripts: { test: 'node --test' },
    });
    expect(textOf(files, 'README.md')).toContain('textStats("a bb a")');
  });

  it('keeps parts of one name apart, each with the callers it was made for', async () => {
    const cut = (by: string) => ({
      contract: contractOf('cut(text: string): string[]'),
      code: `export function cut(text: string): string[] { return text.split('${by}'); }`,
    });
    const uses = [{ name: 'cut', signature: 'cut(text: string): string[]', description: '' }];
    const count = (name: string) => ({
      contract: contractOf(`${name}(text: string): number`, { uses }),
      code: `export function ${name}(text: string): number { return cut(text).length; }`,
    });
    const entry = contractOf('types(text: string): number[]', {
      uses: ['lines', 'Index'].map((name) => ({
        name,
        signature: `${name}(text: string): number`,
        description: '',
      })),
      examples: [{ call: 'types("a b-c")', returns: [2, 3] }],
    });
    const top = {
      contract: entry,
      code: 'export function types(text: string): number[] { return [lines(text), Index(text + " -")]; }',
    };
    const files = family.assemble({ ...SPEC, entry }, [
      cut(' '),
      count('lines'),
      cut('-'),
      count('Index'),
      top,
    ]);
    expect(runNodeTest(files)).toEqual({ passed: 1, failed: 0 });
    expect((await family.verify(files, [])).examples).toEqual({ passed: 1, failed: 0 });
  });
});

describe('verify', () => {
  const acceptance = (text: string): TextFile => ({
    path: 'acceptance/user.test.ts',
    text: `import { describe, test } from 'node:test';\nimport assert from 'node:assert/strict';\n${text}`,
  });

  it('counts as Node does, whether tests pass or fail', async () => {
    const entry = {
      ...TEXT_STATS,
      examples: [
        ...TEXT_STATS.examples,
        { call: 'textStats("a")', returns: { words: 2, longest: 'a', frequency: {} } },
      ],
    };
    const files = family.assemble({ ...SPEC, entry }, PARTS);
    const report = await family.verify(files, []);
    expect(report.examples).toEqual(runNodeTest(files));
    expect(report).toMatchObject({
      examples: { passed: 2, failed: 1 },
      tests: { passed: 0, failed: 0 },
      failures: [expect.stringContaining('example 3: textStats("a")')],
    });
  });

  it("runs the user's tests in TypeScript, by package name and by path", async () => {
    const files = family.assemble(SPEC, PARTS);
    const report = await family.verify(files, [
      acceptance(`import { textStats, type TextStats } from 'text-stats';
        import { textStats as same } from '../src/index.js';
        describe('textStats', () => {
          test('counts', () => { const { words }: TextStats = textStats('q q'); assert.equal(words, 2); });
          test('is the same', async () => { assert.deepEqual(await Promise.resolve(same('a')), textStats('a')); });
          test('fails', () => { assert.throws(() => textStats('a'), TypeError); });
          test.skip('later', () => { assert.fail(); });
        });`),
    ]);
    expect(report).toMatchObject({
      acceptance: { passed: 2, failed: 1 },
      failures: [
        'acceptance/user.test.ts: textStats > fails: AssertionError: expected an error, found none',
      ],
    });
  });

  it.each([
    [
      'throws while loading',
      `throw new TypeError('no');`,
      'TypeError: no, expected its tests to run',
    ],
    ['imports what is not there', `import 'left-pad';`, `there is no module 'left-pad'`],
    ['never ends', `test('x', () => { for (;;); });`, 'ran out of time'],
    ['has no test', '', 'found no test'],
  ])('counts a file that %s as one failed check', async (_, text, failure) => {
    const report = await family.verify(family.assemble(SPEC, PARTS), [acceptance(text)]);
    expect(report).toMatchObject({
      examples: { passed: 2, failed: 0 },
      acceptance: { passed: 0, failed: 1 },
      failures: [expect.stringContaining(failure)],
    });
  });
});
