import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveVerified, removeVerified, verifyFile } from '../../../src/dev/model/verified-file';
import { useTemporaryFolder } from '../temporary-folder';

const hello = {
  bytes: 5,
  sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
};

describe('verifyFile', () => {
  const folder = useTemporaryFolder();
  const path = () => join(folder(), 'file');

  it('knows a file that is absent, too short, altered or right', async () => {
    await expect(verifyFile(path(), hello)).resolves.toBe('absent');
    writeFileSync(path(), 'hell');
    await expect(verifyFile(path(), hello)).resolves.toBe('wrong');
    writeFileSync(path(), 'hullo');
    await expect(verifyFile(path(), hello)).resolves.toBe('wrong');
    writeFileSync(path(), 'hello');
    await expect(verifyFile(path(), hello)).resolves.toBe('right');
  });

  it('does not hash again what has not been touched since', async () => {
    const time = new Date(1e12);
    writeFileSync(path(), 'hello');
    utimesSync(path(), time, time);
    await verifyFile(path(), hello);
    // The same size and time with other bytes: only a hash could tell, and none is made.
    writeFileSync(path(), 'hullo');
    utimesSync(path(), time, time);
    await expect(verifyFile(path(), hello)).resolves.toBe('right');
  });

  it('hashes again once the file was written to', async () => {
    const time = new Date(1e12);
    writeFileSync(path(), 'hello');
    utimesSync(path(), time, time);
    await verifyFile(path(), hello);
    writeFileSync(path(), 'hullo');
    await expect(verifyFile(path(), hello)).resolves.toBe('wrong');
  });

  it('does not trust a record of another fingerprint', async () => {
    writeFileSync(path(), 'hello');
    await verifyFile(path(), hello);
    await expect(verifyFile(path(), { ...hello, sha256: 'f'.repeat(64) })).resolves.toBe('wrong');
  });
});

describe('moveVerified', () => {
  const folder = useTemporaryFolder();

  it('takes the record along', async () => {
    const [from, to] = [join(folder(), 'a'), join(folder(), 'b')];
    writeFileSync(from, 'hello');
    await verifyFile(from, hello);
    const record = readFileSync(`${from}.verified.json`, 'utf8');
    await moveVerified(from, to);
    expect([existsSync(from), readFileSync(to, 'utf8')]).toEqual([false, 'hello']);
    expect(readFileSync(`${to}.verified.json`, 'utf8')).toBe(record);
  });
});

describe('removeVerified', () => {
  const folder = useTemporaryFolder();

  it('leaves neither file nor record, and does not mind their absence', async () => {
    const path = join(folder(), 'a');
    writeFileSync(path, 'hello');
    await verifyFile(path, hello);
    await removeVerified(path);
    await removeVerified(path);
    expect([existsSync(path), existsSync(`${path}.verified.json`)]).toEqual([false, false]);
  });
});
