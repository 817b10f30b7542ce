import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Certificate } from '../../src/schemas/certificate';
import { useTemporaryFolder } from '../dev/temporary-folder';
import { commandLineIn, exampleSpec } from '../support/command-line';

// The model is obtained first, 1.1 GB; then one leaf takes a minute or two on two cores.
jest.setTimeout(60 * 60_000);

describe('the local model', () => {
  const folder = useTemporaryFolder();

  it('builds one leaf: a real server, a real store and a real election', async () => {
    const line = commandLineIn(folder(), {});
    const { code, stderr } = await line.run('run', exampleSpec('clamp'), '--out', 'out');
    process.stderr.write(stderr);
    expect(code).toBe(0);
    const certificate = Certificate.parse(
      JSON.parse(readFileSync(join(folder(), 'out', 'certificate.json'), 'utf8')),
    );
    expect(certificate).toMatchObject({ status: 'done', leaves: 1 });
    expect(certificate.completionTokens).toBeGreaterThan(0);
    expect(certificate.verification.examples).toEqual({ passed: 3, failed: 0 });
  });
});
