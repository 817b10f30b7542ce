import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificate } from '../../src/schemas/certificate';
import { startAuthor } from '../support/author-server';
import { describeUnderBubblewrap } from '../support/bubblewrap';
import { commandLineIn, exampleSpec } from '../support/command-line';
import { pythonAuthor } from '../support/python-author';

jest.setTimeout(10 * 60_000);

const folder = mkdtempSync(join(tmpdir(), 'millwright-python-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describeUnderBubblewrap('a spec for python', () => {
  it('is built from the command line into a package that Python imports and tests, verified and certified', async () => {
    const author = await startAuthor(pythonAuthor);
    const env = { OPENAI_BASE_URL: author.baseUrl, MILLWRIGHT_MODEL: 'author' };
    const line = commandLineIn(folder, env);
    const spec = exampleSpec('text-stats-python');
    const { code, stderr } = await line
      .run('run', spec, '--id', 'python', '--out', 'out', '--seed', '1', '--margin', '2')
      .finally(async () => {
        await line.run('dev', '--stop');
        await author.stop();
      });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });

    const out = join(folder, 'out');
    const read = (path: string) => readFileSync(join(out, path), 'utf8');
    const certificate = Certificate.parse(JSON.parse(read('certificate.json')));
    expect(certificate).toMatchObject({
      status: 'done',
      leaves: 4,
      calls: author.received.length,
      verification: {
        examples: { passed: 4, failed: 0 },
        acceptance: { passed: 4, failed: 0 },
      },
      acceptanceHost: { name: expect.stringMatching(/^Python 3\.\d+\.\d+ under bubblewrap$/) },
    });
    expect(certificate.verification.properties.passed).toBeGreaterThan(0);
    const cases = certificate.history.flatMap((record) => record.cases ?? []);
    expect(cases.some(({ agreed }) => agreed > 0)).toBe(true);
    expect(read('README.md')).toContain('from text_stats_python import text_stats');

    const python = (...args: readonly string[]) =>
      execFileSync('/usr/bin/python3', [...args], { cwd: out, stdio: 'pipe' }).toString();
    expect(() => python('-m', 'unittest')).not.toThrow();
    const use = 'from text_stats_python import text_stats; print(text_stats("b a b").frequency)';
    expect(python('-c', use)).toBe("{'b': 2, 'a': 1}\n");
  });
});
