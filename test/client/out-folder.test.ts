import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { BrokenArtifact, OutFolderTaken } from '../../src/client/errors';
import { checkOutFolder, writeOutFolder } from '../../src/client/out-folder';
import { certificate } from './support/certificates';

const ours = { path: 'certificate.json', text: JSON.stringify(certificate()) };

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'millwright-out-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

describe('writeOutFolder', () => {
  it('makes the folder and the folders below it', async () => {
    const folder = join(base, 'deep', 'out');
    await writeOutFolder(folder, [{ path: 'src/a.ts', text: 'export {};' }]);
    await expect(readFile(join(folder, 'src', 'a.ts'), 'utf8')).resolves.toBe('export {};');
  });

  it('replaces an earlier result as a whole', async () => {
    const folder = join(base, 'out');
    await writeOutFolder(folder, [ours, { path: 'old.ts', text: '' }]);
    await writeOutFolder(folder, [ours, { path: 'new.ts', text: '' }]);
    expect((await readdir(folder)).sort()).toEqual(['certificate.json', 'new.ts']);
    expect(await readdir(base)).toEqual(['out']);
  });

  it.each(['../a', '/a', 'a/../../b', 'a\\b', 'C:/a', '.', 'a//b', 'a/', ''])(
    'refuses a result with the path "%s" and writes nothing',
    async (path) => {
      const folder = join(base, 'out');
      const files = [
        { path: 'good.ts', text: '' },
        { path, text: 'x' },
      ];
      await expect(writeOutFolder(folder, files)).rejects.toThrow(BrokenArtifact);
      expect(await readdir(base)).toEqual([]);
    },
  );

  it('never writes outside its folder, whatever the path', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', ':', '\0', ' ')),
        async (pieces) => {
          await writeOutFolder(join(base, 'out'), [
            ours,
            { path: pieces.join(''), text: 'x' },
          ]).catch(() => undefined);
          expect((await readdir(base)).filter((name) => name !== 'out')).toEqual([]);
        },
      ),
    );
  });
});

describe('checkOutFolder', () => {
  it('accepts a folder that does not exist, an empty one, and an earlier result', async () => {
    await mkdir(join(base, 'empty'));
    await writeOutFolder(join(base, 'earlier'), [ours]);
    const folders = ['missing', 'empty', 'earlier'].map((name) => checkOutFolder(join(base, name)));
    await expect(Promise.all(folders)).resolves.toHaveLength(3);
  });

  it("refuses a folder with somebody else's files, and keeps them", async () => {
    await writeFile(join(base, 'mine.txt'), 'mine');
    await expect(writeOutFolder(base, [ours])).rejects.toThrow(
      /other entry at .*expected nothing, an empty folder/,
    );
    await expect(readFile(join(base, 'mine.txt'), 'utf8')).resolves.toBe('mine');
  });

  it('refuses a folder whose certificate.json is no certificate', async () => {
    await writeFile(join(base, 'certificate.json'), '{"course":"baking"}');
    await expect(checkOutFolder(base)).rejects.toThrow(OutFolderTaken);
  });

  it('refuses a file', async () => {
    await writeFile(join(base, 'file'), '');
    await expect(checkOutFolder(join(base, 'file'))).rejects.toThrow('found a file at');
  });
});
