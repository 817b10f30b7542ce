import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../../src/dev/file-lock';
import { endProcess } from '../../src/dev/process-identity';
import { endedProcess, startIdle } from './small-process';
import { useTemporaryFolder } from './temporary-folder';

describe('withFileLock', () => {
  const folder = useTemporaryFolder();
  const lockPath = () => join(folder(), 'deep', 'part.lock');

  it('lets one action run at a time', async () => {
    let inside = 0;
    const seen: number[] = [];
    const action = async () => {
      seen.push(++inside);
      await new Promise(setImmediate);
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withFileLock({ path: lockPath() }, action)));
    expect(seen).toEqual([1, 1, 1]);
  });

  it('is free again after an action that failed', async () => {
    const failing = withFileLock({ path: lockPath() }, () => Promise.reject(new Error('no disk')));
    await expect(failing).rejects.toThrow('no disk');
    expect(existsSync(lockPath())).toBe(false);
  });

  it('takes over the lock of a dead process', async () => {
    const path = join(folder(), 'part.lock');
    writeFileSync(path, JSON.stringify(await endedProcess()));
    await expect(withFileLock({ path }, () => Promise.resolve('done'))).resolves.toBe('done');
  });

  it('waits for a living holder, and names it', async () => {
    const path = join(folder(), 'part.lock');
    const holder = await startIdle();
    writeFileSync(path, JSON.stringify(holder));
    const told: number[] = [];
    const onWait = (pid: number) => {
      told.push(pid);
      void endProcess(holder, 0);
    };
    await withFileLock({ path, onWait }, () => Promise.resolve());
    expect(told).toEqual([holder.pid]);
  });

  it('stops waiting when it is broken off', async () => {
    const path = join(folder(), 'part.lock');
    const holder = await startIdle();
    writeFileSync(path, JSON.stringify(holder));
    const breakOff = new AbortController();
    const onWait = () => {
      breakOff.abort();
    };
    const waiting = withFileLock({ path, onWait, signal: breakOff.signal }, () =>
      Promise.resolve(),
    );
    await expect(waiting).rejects.toThrow('aborted');
    await endProcess(holder, 0);
  });
});
