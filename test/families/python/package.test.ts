import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPythonFamily } from '../../../src/families/python';
import type { Spec, TextFile } from '../../../src/schemas/spec';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

const WORDS = contractOf('words(text: str) -> list[str]');
const WORDS_CODE = 'def words(text: str) -> list[str]:\n    return text.split()\n';
const STATS = contractOf('text_stats(text: str) -> Stats', {
  types: '@dataclass\nclass Stats:\n    count: int\n    seen: set[str]\n',
  examples: [{ call: 'text_stats("a bb a")', returns: { count: 3, seen: ['a', 'bb'] } }],
  uses: [{ name: 'words', signature: WORDS.signature, description: 'The words.' }],
});
const STATS_CODE =
  'def text_stats(text: str) -> Stats:\n    all = words(text)\n    return Stats(len(all), set(all))  # 😀\n';

const SPEC: Spec = { name: 'text-stats', family: 'python', entry: STATS, acceptance: [] };
const FILES = family.assemble(SPEC, [
  { contract: WORDS, code: WORDS_CODE },
  { contract: STATS, code: STATS_CODE },
]);

const acceptance = (...body: readonly string[]): readonly TextFile[] => [
  {
    path: 'acceptance/test_stats.py',
    text: [
      'import unittest, subprocess, os, socket, sys',
      'from text_stats import Stats, text_stats',
      'class Acceptance(unittest.TestCase):',
      '    def test_it(self):',
      ...body.map((line) => `        ${line}`),
    ].join('\n'),
  },
];

describe('assemble of the Python family', () => {
  it('holds the elected texts byte for byte (I9)', () => {
    const texts = FILES.map(({ text }) => text);
    expect(texts.some((text) => text.endsWith(STATS_CODE))).toBe(true);
    expect(texts.some((text) => text.endsWith(WORDS_CODE))).toBe(true);
  });
});

/** The same package of answers that declare the type again, the first one without an end to its last line. */
const MARK = contractOf('mark(stats: Stats) -> Stats', { types: STATS.types });
const MARKED_STATS = {
  ...STATS,
  uses: [...STATS.uses, { name: 'mark', signature: MARK.signature, description: 'As it is.' }],
};
const REPEATING = [
  `from dataclasses import dataclass\n\n${STATS.types}\n\ndef mark(stats: Stats) -> Stats:\n    return Stats(stats.count, stats.seen)`,
  `${STATS.types}\n\n${STATS_CODE.replace(/Stats\(len.*\)/, 'mark($&)')}`,
] as const;
const WITH_REPEATED = family.assemble({ ...SPEC, entry: MARKED_STATS }, [
  { contract: WORDS, code: WORDS_CODE },
  { contract: MARK, code: REPEATING[0] },
  { contract: MARKED_STATS, code: REPEATING[1] },
]);

describeUnderBubblewrap('a package of the Python family', () => {
  it('tests itself with plain Python, and is imported by its name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'millwright-python-'));
    try {
      for (const { path, text } of FILES) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const python = (...args: readonly string[]) =>
        execFileSync('/usr/bin/python3', [...args], { cwd: folder, stdio: 'pipe' }).toString();
      expect(() => python('-m', 'unittest')).not.toThrow();
      expect(
        python('-c', 'from text_stats import text_stats; print(text_stats("x y").count)'),
      ).toBe('2\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is verified by its examples and the acceptance tests', async () => {
    const passing = acceptance('self.assertEqual(text_stats("").count, 0)');
    expect(await family.verify(FILES, passing)).toMatchObject({
      examples: { passed: 1, failed: 0 },
      acceptance: { passed: 1, failed: 0 },
      failures: [],
    });
  });

  it.each([
    ['a test fails', 'self.assertEqual(text_stats("a").count, 2)', 'AssertionError: 1 != 2'],
    ['a test never ends', 'while True: pass', 'ran out of time'],
    [
      'a test reaches for the network',
      'socket.create_connection(("127.0.0.1", 1))',
      'PermissionError',
    ],
    ['a test starts a process', 'subprocess.run(["/usr/bin/python3", "-V"])', 'PermissionError'],
    ['a test ends the process', 'os._exit(0)', 'ended its process'],
    ['a test is skipped', 'self.skipTest("later")', 'skipped: later'],
    ['a file has no test', 'pass\n    test_it = None', 'found no test'],
  ])('fails when %s', async (_, line, failure) => {
    const report = await family.verify(FILES, acceptance(line));
    expect(report).toMatchObject({ acceptance: { passed: 0, failed: 1 } });
    expect(report.failures).toEqual([expect.stringContaining(failure)]);
  });

  it('has one class for a type that its parts declare again, byte for byte (I9)', async () => {
    for (const code of REPEATING)
      expect(WITH_REPEATED.filter(({ text }) => text.includes(`\n${code}`))).toHaveLength(1);
    const passing = acceptance(
      'self.assertEqual(text_stats("a b"), Stats(2, {"a", "b"}))',
      'self.assertIs(type(text_stats("")), Stats)',
      'self.assertIs(sys.modules["text_stats.mark"].Stats, Stats)',
    );
    expect(await family.verify(WITH_REPEATED, passing)).toMatchObject({
      examples: { passed: 1, failed: 0 },
      acceptance: { passed: 1, failed: 0 },
      failures: [],
    });
  });

  it('fails when an example does not hold', async () => {
    const broken = FILES.map((file) =>
      file.text.endsWith(WORDS_CODE)
        ? { ...file, text: file.text.replace('split()', 'split("b")') }
        : file,
    );
    expect(await family.verify(broken, [])).toMatchObject({ examples: { passed: 0, failed: 1 } });
  });
});
