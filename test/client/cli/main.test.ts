import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '..', '..', '..', 'src', 'client', 'cli', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'millwright-main-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command line as a process of its own, in an empty folder and without the caller's settings. */
async function millwright(...args: readonly string[]): Promise<Finished> {
  return millwrightWith({}, ...args);
}

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function millwrightWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Finished> {
  const loader = require.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...env },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...written };
}

describe('the millwright process', () => {
  it.each([['--help'], ['--version'], ['run', '--help']])(
    'prints %s %s to stdout and ends with 0',
    async (...args) => {
      const { code, stdout, stderr } = await millwright(...args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).not.toBe('');
    },
  );

  it.each([
    [[]],
    [['rnu']],
    [['run']],
    [['run', 'SPEC.md', '--margin', 'x']],
    [['run', 'SPEC.md', '--colour']],
  ])('answers the wrong usage %j on stderr and ends with 2', async (args) => {
    const { code, stdout, stderr } = await millwright(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('answers a faulty spec with its file as typed, its lines, and 2', async () => {
    writeFileSync(
      join(folder, 'SPEC.md'),
      '---\nname: x\nfamily: cobol\nentry: "f(): number"\n---\nDo it.\n',
    );
    const { code, stdout, stderr } = await millwright('run', 'SPEC.md', '--json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      '✗ SPEC.md has one fault; nothing was started.\n' +
        '  SPEC.md:3 family: found "cobol", expected one of: typescript, python, hanoi\n',
    );
  });

  it('is not disturbed by a reader that has gone', async () => {
    const child = spawn(process.execPath, ['--import', require.resolve('tsx'), MAIN, '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });

  it('answers a run id that cannot be one with 2', async () => {
    const { code, stderr } = await millwright('run', 'SPEC.md', '--id', '../x');
    expect(code).toBe(2);
    expect(stderr).toContain('found the run id "../x"');
  });

  it('warns of what the settings allow and the user may not have meant', async () => {
    const config = join(folder, 'unpriced.yaml');
    writeFileSync(config, 'models: [{ name: brand-new }]');
    const env = { MILLWRIGHT_CONFIG: config, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { stderr } = await millwrightWith(env, 'worker');
    expect(stderr).toMatch(/^No price is known for the model "brand-new"/);
  });

  it('says that no stack is running when there is none to stop, and ends with 0', async () => {
    const { code, stderr } = await millwright('dev', '--stop');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^No stack is running in .*\.millwright/);
  });

  it('answers a question about a run with 1 and what to start when nothing is up', async () => {
    const { code, stdout, stderr } = await millwright('status', 'r', '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('millwright dev');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
