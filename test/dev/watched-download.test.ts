import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepState } from '../../src/dev/progress';
import { watchDownload, type WatchedDownload } from '../../src/dev/watched-download';
import { useTemporaryFolder } from './temporary-folder';

describe('watchDownload', () => {
  const folder = useTemporaryFolder();
  const states: StepState[] = [];

  /** An installer whose code gets the download folder as `dir`. */
  const download = (code: string, changes: Partial<WatchedDownload> = {}) => {
    const script = join(folder(), 'install.js');
    writeFileSync(
      script,
      `const { writeFileSync } = require('fs'); const dir = process.argv[2]; ${code}`,
    );
    const directory = join(folder(), 'target');
    mkdirSync(directory);
    states.length = 0;
    const step = {
      update: (state: StepState) => {
        states.push(state);
        writeFileSync(join(folder(), 'seen'), '');
      },
      done: () => undefined,
      failed: () => undefined,
    };
    return watchDownload({
      script,
      directory,
      step,
      isResult: (name) => name === 'server',
      ...changes,
    });
  };

  it('returns the executable that the installer left', async () => {
    const path = await download("writeFileSync(dir + '/server', 'bytes')");
    expect(readFileSync(path, 'utf8')).toBe('bytes');
  });

  it('tells how many bytes have come', async () => {
    const seen = JSON.stringify(join(folder(), 'seen'));
    const waits = `setInterval(() => { if (require('fs').existsSync(${seen})) process.exit(); }, 10)`;
    await download(`writeFileSync(dir + '/server', 'bytes'); ${waits}`);
    expect(states).toContainEqual({ bytes: 5 });
  });

  it('fails with the last words of an installer that fails', async () => {
    await expect(download("console.error('no network'); process.exit(1)")).rejects.toThrow(
      /^no network/,
    );
  });

  it('ends an installer that makes no progress', async () => {
    const hangs = download('setInterval(() => {}, 1000)', { stallMs: 100 });
    await expect(hangs).rejects.toThrow('no progress for 0 s');
  });

  it('ends an installer when it is broken off', async () => {
    const hangs = download('setInterval(() => {}, 1000)', { signal: AbortSignal.abort() });
    await expect(hangs).rejects.toThrow(/SIGKILL/);
  });

  it('fails when the installer leaves no executable', async () => {
    await expect(download("writeFileSync(dir + '/archive.tgz', '')")).rejects.toThrow(
      /without leaving/,
    );
  });
});
