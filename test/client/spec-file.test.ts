import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readSpecFile } from '../../src/client/spec-file';
import { chainHeader, header, PROSE } from './support/headers';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'millwright-spec-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

describe('readSpecFile', () => {
  it('reads a sound spec: header as data, prose as description, hash of the bytes', async () => {
    const file = join(base, 'SPEC.md');
    await writeFile(
      file,
      header({}, 'margin: 3', 'target: 0.9', 'maxDepth: 0', 'budget: { usd: 1 }'),
    );
    await expect(readSpecFile(file)).resolves.toEqual({
      spec: {
        name: 'word-count',
        family: 'typescript',
        entry: {
          name: 'countWords',
          signature: 'countWords(text: string): number',
          description: PROSE,
          types: '',
          examples: [{ call: 'countWords("a b")', returns: 2 }],
          background: '',
          cases: [],
          probes: [],
          uses: [],
          laws: [],
        },
        acceptance: [],
        margin: 3,
        target: 0.9,
        maxDepth: 0,
        budget: { usd: 1 },
      },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('reads a sound spec of a chain, with prose for the reader or without any', async () => {
    const [bare, told] = [join(base, 'bare.md'), join(base, 'told.md')];
    const text = chainHeader({}, 'margin: 3', 'target: 0.9', 'budget: { calls: 10000 }');
    await writeFile(bare, text);
    await writeFile(told, `${text}Ten disks.\n`);
    const spec = {
      name: 'tower',
      family: 'hanoi',
      disks: 10,
      margin: 3,
      target: 0.9,
      budget: { calls: 10_000 },
    };
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
    await expect(readSpecFile(bare)).resolves.toEqual({ spec, sha256 });
    await expect(readSpecFile(told)).resolves.toEqual({ spec, sha256 });
  });

  it('reads a spec with a byte-order mark and Windows line ends like any other', async () => {
    const [plain, windows] = [join(base, 'plain.md'), join(base, 'windows.md')];
    await writeFile(plain, header());
    await writeFile(windows, `\uFEFF${header().replaceAll('\n', '\r\n')}`);
    const [first, second] = await Promise.all([readSpecFile(plain), readSpecFile(windows)]);
    expect('spec' in first && 'spec' in second && second.spec).toEqual(
      'spec' in first && first.spec,
    );
  });

  it('reads the acceptance tests that its patterns match, each once', async () => {
    await mkdir(join(base, 'acceptance', 'deep'), { recursive: true });
    await writeFile(join(base, 'acceptance', 'a.test.ts'), 'a');
    await writeFile(join(base, 'acceptance', 'deep', 'b.test.ts'), 'b');
    await writeFile(join(base, 'acceptance', 'helper.ts'), 'no test');
    const file = join(base, 'SPEC.md');
    await writeFile(file, header({}, 'acceptance: ["acceptance/*.test.ts", "**/*.test.ts"]'));
    const read = await readSpecFile(file);
    expect('spec' in read && 'acceptance' in read.spec && read.spec.acceptance).toEqual([
      { path: 'acceptance/a.test.ts', text: 'a' },
      { path: 'acceptance/deep/b.test.ts', text: 'b' },
    ]);
  });

  it('reads back every sound spec that is written down', async () => {
    const file = join(base, 'SPEC.md');
    await fc.assert(
      fc.asyncProperty(soundSpec, async ({ fields, prose }) => {
        await writeFile(file, `---\n${stringify(fields)}---\n${prose}\n`);
        const read = await readSpecFile(file);
        const { entry, examples, ...rest } = fields;
        expect('spec' in read && read.spec).toMatchObject({
          ...rest,
          entry: { name: 'echo', signature: entry, examples, description: prose.trim() },
        });
      }),
      { numRuns: 15 }, // each is checked by the TypeScript compiler
    );
  });
});

const soundSpec = fc.record({
  fields: fc.record(
    {
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      family: fc.constant('typescript'),
      entry: fc.constant('echo(text: string): string'),
      examples: fc.array(
        fc.string().map((text) => ({ call: `echo(${JSON.stringify(text)})`, returns: text })),
        { maxLength: 4 },
      ),
      margin: fc.integer({ min: 1, max: 50 }),
      target: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      maxDepth: fc.integer({ min: 0, max: 12 }),
    },
    { requiredKeys: ['name', 'family', 'entry', 'examples'] },
  ),
  prose: fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
    .filter((text) => text.trim() !== '' && !text.includes('\r')),
});
