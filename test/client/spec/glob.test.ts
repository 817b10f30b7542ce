import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesMatching } from '../../../src/client/spec/glob';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'millwright-glob-'));
  for (const path of [
    'a.ts',
    'b.js',
    'x/a.ts',
    'x/y/a1.ts',
    'x/y/a(1).ts',
    '.hidden/a.ts',
    'node_modules/a.ts',
  ]) {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), '');
  }
});
afterAll(async () => {
  await rm(base, { recursive: true });
});

describe('filesMatching', () => {
  it.each([
    ['*.ts', ['a.ts']],
    ['./*.ts', ['a.ts']],
    ['x/*.ts', ['x/a.ts']],
    ['*/*/a?.ts', ['x/y/a1.ts']],
    ['**/a.ts', ['a.ts', 'x/a.ts']],
    ['x/**', ['x/a.ts', 'x/y/a(1).ts', 'x/y/a1.ts']],
    ['x/y/a(1).ts', ['x/y/a(1).ts']],
    ['[ab].ts', []],
    ['nowhere/*.ts', []],
  ])('finds for %s just the files %j', async (pattern, files) => {
    await expect(filesMatching(base, pattern)).resolves.toEqual(files);
  });
});
