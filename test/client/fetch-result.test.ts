import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenArtifact } from '../../src/client/errors';
import { fetchResult } from '../../src/client/fetch-result';
import { certificate } from './support/certificates';
import { memoryStore } from './support/fake-server';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'millwright-result-'));
});
afterEach(async () => {
  await rm(base, { recursive: true });
});

describe('fetchResult', () => {
  it('writes the files that were built with both forms of the certificate', async () => {
    const store = memoryStore();
    const artifact = await store.put({ files: [{ path: 'src/index.ts', text: 'export {};' }] });
    const proof = certificate({ artifact });
    await fetchResult(store, proof, join(base, 'out'));
    expect((await readdir(join(base, 'out'))).sort()).toEqual([
      'CERTIFICATE.md',
      'certificate.json',
      'src',
    ]);
    expect(JSON.parse(await readFile(join(base, 'out', 'certificate.json'), 'utf8'))).toEqual(
      proof,
    );
    await expect(readFile(join(base, 'out', 'CERTIFICATE.md'), 'utf8')).resolves.toContain(
      '# Certificate: text-stats',
    );
  });

  it('writes the certificate alone when nothing was built', async () => {
    await fetchResult(
      memoryStore(),
      certificate({ status: 'failed', artifact: null }),
      join(base, 'out'),
    );
    expect((await readdir(join(base, 'out'))).sort()).toEqual([
      'CERTIFICATE.md',
      'certificate.json',
    ]);
  });

  it('refuses what is no result', async () => {
    const store = memoryStore();
    const artifact = await store.put({ files: 'none' });
    await expect(fetchResult(store, certificate({ artifact }), join(base, 'out'))).rejects.toThrow(
      BrokenArtifact,
    );
  });
});
