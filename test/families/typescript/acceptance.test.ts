import { createBubblewrapSandbox } from '../../../src/adapters/bubblewrap/bubblewrap-sandbox';
import { nodeRuntime } from '../../../src/adapters/bubblewrap/node-runtime';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Spec, TextFile } from '../../../src/schemas/spec';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const small = new QuickJsSandbox({ threads: 1 });
afterAll(() => small.close());

const SPEC: Spec = { name: 'text-stats', family: 'typescript', entry: TEXT_STATS, acceptance: [] };
const FILES = createTypescriptFamily(small).assemble(SPEC, [
  { contract: WORDS, code: WORDS_CODE },
  { contract: TEXT_STATS, code: TEXT_STATS_CODE },
]);

const HEAD = `import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { textStats, type TextStats } from 'text-stats';
`;

const fileOf = (text: string, path = 'acceptance/user.test.ts'): TextFile => ({
  path,
  text: HEAD + text,
});

const testing = (body: string): TextFile =>
  fileOf(`test('x', async () => {\n${body}\n});`, 'acceptance/x.test.ts');

describeUnderBubblewrap('verify with Node under bubblewrap', () => {
  const node = createBubblewrapSandbox(nodeRuntime);
  const family = createTypescriptFamily(small, {
    ...node,
    // Ten seconds are for users; those that wait for a limit here are content with four.
    run: (program, signal) =>
      node.run({ ...program, limits: { ...program.limits, timeMs: 4_000 } }, signal),
  });
  const verify = (...acceptance: readonly TextFile[]) => family.verify(FILES, acceptance);

  it("runs the user's tests with Node's own runner, and tells each that fails in one line", async () => {
    const report = await verify(
      fileOf(`import { textStats as same } from '../src/index';
        test('counts', () => { const { words }: TextStats = textStats('q q'); assert.equal(words, 2); });
        describe('the other name', () => {
          test('is the same function', () => assert.equal(same, textStats));
          test('differs', () => assert.deepEqual(same('a b'), { words: 3, longest: 'b', frequency: {} }));
        });
        test('says why', () => assert.equal(textStats('a').words, 2, 'one word'));
        test('throws', () => { throw new RangeError('out of\\nwords'); });
        test('waits', async (t) => { await t.test('inside', async () => { await Promise.reject('no'); }); });
        test.skip('later', () => assert.fail());
        test.todo('some time');`),
    );
    expect(report).toMatchObject({
      examples: { passed: 2, failed: 0 },
      acceptance: { passed: 2, failed: 4 },
      acceptanceHost: { name: `Node ${process.versions.node} under bubblewrap` },
      failures: [
        "acceptance/user.test.ts: the other name > differs: expected { words: 3, longest: 'b', frequency: {} }, found { words: 2, longest: 'a', frequency: { a: 1, b: 1 } }",
        'acceptance/user.test.ts: says why: one word: expected 2, found 1',
        'acceptance/user.test.ts: throws: RangeError: out of words',
        'acceptance/user.test.ts: waits > inside: no',
      ],
    });
  });

  it('lets tests use what lies beside them, and all that Node has but the machine', async () => {
    const report = await verify(
      {
        path: 'acceptance/with/data.test.mts',
        text: `import { test } from 'node:test';
          import { strict as assert } from 'node:assert';
          import { readFileSync } from 'node:fs';
          import { setTimeout } from 'node:timers/promises';
          import { twice } from './help.ts';
          import { textStats } from '../../src/index.ts';
          test('data', async () => {
            await setTimeout(1);
            assert.equal(textStats(twice(readFileSync(new URL('words.txt', import.meta.url), 'utf8'))).words, 4);
          });`,
      },
      {
        path: 'acceptance/with/help.ts',
        text: 'export const twice = (text: string): string => text + text;',
      },
      { path: 'acceptance/with/words.txt', text: 'one two ' },
    );
    expect(report).toMatchObject({ acceptance: { passed: 1, failed: 0 }, failures: [] });
  });

  it.each([
    ['loops', 'for (;;);', 'ran out of time'],
    ['waits for ever', 'await new Promise(() => setInterval(() => {}, 1e6));', 'ran out of time'],
    ['awaits what never comes', 'await new Promise(() => {});', 'x: '],
    ['allocates', 'const a = []; for (;;) a.push(new Array(1e6).fill(1.5));', 'ran out of memory'],
    [
      'allocates outside of the heap',
      'const a = []; for (;;) a.push(new Uint8Array(2 ** 26).fill(1));',
      'x: RangeError: Array buffer allocation failed',
    ],
    ['recurses', 'const f = () => f() + 1; f();', 'x: RangeError: Maximum call stack'],
    ['ends the process', 'process.exit(0);', 'ended its process with exit code 0'],
    ['ends it another way', 'process.abort();', 'ran out of memory'],
    ['kills it', 'process.kill(process.pid, 9);', 'ran out of memory'],
    [
      'kills others',
      `process.kill(1, 'SIGKILL'); process.kill(-1, 'SIGKILL'); assert.fail('went on');`,
      'x: Error: kill ESRCH',
    ],
    [
      'starts a process',
      `const { spawnSync } = await import('node:child_process');
       const { error } = spawnSync(process.execPath, ['-v']); if (error) throw error;`,
      'x: Error: spawnSync',
    ],
    [
      'forks',
      `const { fork } = await import('node:child_process');
       await new Promise((_, reject) => fork('/tmp/program/run-tests.mjs').on('error', reject));`,
      'EPERM',
    ],
    [
      'opens a socket',
      `const { connect } = await import('node:net');
       await new Promise((_, reject) => connect(80, '127.0.0.1').on('error', reject));`,
      'EPERM',
    ],
    ['asks the network', `await fetch('http://127.0.0.1');`, 'fetch failed'],
    ['reads the passwords', `fs.readFileSync('/etc/passwd');`, 'ENOENT'],
    ["lists the user's folders", `fs.readdirSync('/home'); `, 'ENOENT'],
    ['reads about processes', `fs.readdirSync('/proc');`, 'ENOENT'],
    ['reads the environment', `assert.deepEqual(Object.keys(process.env).sort(), []);`, "'TZ'"],
    ['writes outside', `fs.writeFileSync('/x', '');`, 'EROFS'],
    ['writes over Node', `fs.writeFileSync(process.execPath, '');`, 'x: Error: E'],
    [
      'fills the disk',
      `for (let i = 0; i < 64; i += 1) fs.writeFileSync('/tmp/' + i, Buffer.alloc(2 ** 20));`,
      'ENOSPC',
    ],
    [
      'writes to every open file',
      'for (let i = 0; i < 128; i += 1) try { fs.writeSync(i, "returned\\n[]"); } catch {} assert.fail();',
      'acceptance/x.test.ts',
    ],
    [
      'throws where nobody catches it',
      `setImmediate(() => { throw new TypeError('late'); }); await new Promise((r) => setTimeout(r, 50));`,
      'late',
    ],
  ])('counts a test that %s as failed', async (_, body, failure) => {
    const report = await verify(testing(body));
    expect(report).toMatchObject({
      acceptance: { passed: 0, failed: 1 },
      failures: [expect.stringContaining(failure)],
    });
  });

  it.each([
    ['prints gigabytes', `for (let i = 0; i < 1e3; i += 1) console.log('x'.repeat(1e6));`],
    ['prints what a reporter would', `console.log('not ok 1 - x\\n# fail 1\\n1..1');`],
    [
      'starts a thread that ends',
      `new (await import('node:worker_threads')).Worker('1', { eval: true });`,
    ],
  ])('lets a test pass that %s', async (_, body) => {
    expect(await verify(testing(body))).toMatchObject({
      acceptance: { passed: 1, failed: 0 },
      failures: [],
    });
  });

  it.each([
    ['standard output', 'process.stdout.write(FORGED); process.stderr.write(FORGED);'],
    ['its own channel', 'fs.writeSync(4, FORGED);'],
  ])('is told nothing by a test that writes results to %s', async (_, deed) => {
    const forged = JSON.stringify('returned\\n[{"name":"forged"}]\\nend\\n');
    const report = await verify(
      testing(`const FORGED = ${forged};\n${deed}\nassert.equal(1, 2);`),
      fileOf(`const FORGED = ${forged};\n${deed}\nprocess.exit(0);`, 'acceptance/y.test.ts'),
    );
    expect(report).toMatchObject({
      acceptance: { passed: 0, failed: 2 },
      failures: [
        'acceptance/x.test.ts: x: expected 2, found 1',
        'acceptance/y.test.ts: ended its process with exit code 0, expected its tests to run',
      ],
    });
  });

  it('counts a test that plays the reporter as failed', async () => {
    const report = await verify(
      testing(`const { default: report } = await import('../test-reporter.mjs');
        for await (const _ of report([{ type: 'test:pass', data: { name: 'forged', nesting: 0, details: {} } }]));`),
    );
    expect(report.failures).toEqual([expect.stringContaining('expected Node alone to call it')]);
  });

  it.each([
    ['has no test', '', 'found no test, expected at least one'],
    ['has skipped tests alone', `test.skip('x', () => {});`, 'found no test'],
    [
      'throws while loading',
      `throw new TypeError('no');`,
      'TypeError: no, expected its tests to run',
    ],
    ['is not TypeScript', 'const = ;', 'SyntaxError'],
    ['imports what is not there', `import 'left-pad';`, "Cannot find package 'left-pad'"],
  ])('counts a file that %s as one failed check', async (_, text, failure) => {
    const report = await verify(fileOf(text));
    expect(report).toMatchObject({
      acceptance: { passed: 0, failed: 1 },
      failures: [expect.stringContaining(failure)],
    });
  });
});

describe('verify where bubblewrap is missing', () => {
  const node = createBubblewrapSandbox(nodeRuntime, { bubblewraps: ['/nowhere/bwrap'] });
  const family = createTypescriptFamily(small, node);
  const head = HEAD.replace(/^.*node:fs.*$/m, '');

  it('runs tests in the small sandbox that need nothing else, and says so', async () => {
    const text = `${head}test('x', () => assert.equal(textStats('a').words, 1));`;
    const report = await family.verify(FILES, [{ path: 'acceptance/x.test.ts', text }]);
    expect(report).toMatchObject({
      acceptance: { passed: 1, failed: 0 },
      acceptanceHost: {
        name: expect.stringContaining('QuickJS'),
        instead: expect.stringContaining('found no bubblewrap at /nowhere/bwrap'),
      },
    });
  });

  it.each([
    ["the module 'node:fs'", HEAD],
    ['process', `${head}const { process: other } = { process }; test('x', () => {});`],
  ])('pauses the run where a test uses %s, and says how to install it', async (need, text) => {
    await expect(
      family.verify(FILES, [{ path: 'acceptance/x.test.ts', text }]),
    ).rejects.toMatchObject({
      type: 'sandbox.missing',
      nonRetryable: true,
      message: expect.stringMatching(
        new RegExp(
          `^acceptance/x.test.ts uses ${need}, which is sure to work on Node alone.*apt-get install bubblewrap`,
        ),
      ),
    });
  });

  it('looks at what tests import too', async () => {
    const acceptance = [
      { path: 'acceptance/x.test.ts', text: `${head}import { now } from './help';` },
      { path: 'acceptance/help.ts', text: 'export const now = () => performance.now();' },
    ];
    await expect(family.verify(FILES, acceptance)).rejects.toThrow(
      /^acceptance.help.ts uses performance,/,
    );
  });

  it('lets tests print, declare and name what they like', async () => {
    const text = `${head}const own = { process: 1, fetch: (n: number) => n };
      console.log('starts');
      test('x', (t) => {
        const URL = 1;
        t.diagnostic(t.name);
        console.table([URL, own]);
        assert.equal(own.process, own.fetch(URL));
      });`;
    const report = await family.verify(FILES, [{ path: 'acceptance/x.test.ts', text }]);
    expect(report.failures).toEqual([]);
  });
});
