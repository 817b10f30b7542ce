import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStackProcess } from '../../../src/client/cli/stack-process';
import { identify } from '../../../src/dev/process-identity';
import { writeStackFile } from '../../../src/dev/stack-file';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millwright-stack-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

/** Starts a program as if it were the stack; collects what it tells. */
function start(program: string, signal = new AbortController().signal) {
  const told: string[] = [];
  const options = {
    dataDir,
    cwd: dataDir,
    env: process.env,
    tell: (text: string) => told.push(text),
    signal,
  };
  return {
    told,
    stack: startStackProcess({ ...options, command: [process.execPath, '-e', program] }),
  };
}

/** A program that writes its id, then lives until it is told to end. */
const LIVES =
  "require('fs').writeFileSync('pid', String(process.pid)); console.log('starting'); setInterval(() => {}, 1e6)";

/** Waits for the program above to be there; then its id. */
async function pidOf(): Promise<number> {
  for (;;) {
    const path = join(dataDir, 'pid');
    const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
    if (pid > 0) return pid;
    await new Promise(setImmediate);
  }
}

describe('startStackProcess', () => {
  it('resolves when the stack is ready, and ends it when it is stopped', async () => {
    const { stack } = start(LIVES);
    const pid = await pidOf();
    const owner = identify(process.pid);
    writeStackFile(dataDir, {
      ...(owner && { owner }),
      ports: {},
      children: [],
      addresses: { mongoUri: 'mongodb://x' },
    });
    const ready = await stack;
    expect(ready.addresses.mongoUri).toBe('mongodb://x');
    expect(identify(pid)).toBeDefined();
    expect(ready.lost.aborted).toBe(false);
    await ready.stop();
    expect(identify(pid)).toBeUndefined();
  });

  it('fails when the stack ends before it is ready, and passes on what it told', async () => {
    const { stack, told } = start("console.error('no disk left'); process.exit(1)");
    await expect(stack).rejects.toThrow(/could not be started.*dev\.log/);
    expect(told.join('')).toBe('no disk left\n');
  });

  it('fails when there is no such program', async () => {
    const options = {
      dataDir,
      cwd: dataDir,
      env: {},
      tell: () => undefined,
      signal: new AbortController().signal,
    };
    await expect(
      startStackProcess({ ...options, command: [join(dataDir, 'nothing')] }),
    ).rejects.toThrow();
  });

  it('ends the stack when the start is broken off', async () => {
    const breakOff = new AbortController();
    const { stack } = start(LIVES, breakOff.signal);
    const pid = await pidOf();
    breakOff.abort();
    await expect(stack).rejects.toThrow('aborted');
    expect(identify(pid)).toBeUndefined();
  });
});
