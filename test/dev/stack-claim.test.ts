import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, isRunning } from '../../src/dev/process-identity';
import { claimStack, StackInUse } from '../../src/dev/stack-claim';
import { readStackFile, writeStackFile } from '../../src/dev/stack-file';
import { recordProgress } from './recorded-progress';
import { endedProcess, startIdle } from './small-process';
import { useTemporaryFolder } from './temporary-folder';

describe('claimStack', () => {
  const folder = useTemporaryFolder();
  const claim = () => claimStack(folder(), recordProgress());

  it('makes this process the owner until it releases the folder', async () => {
    const claimed = await claim();
    expect(readStackFile(folder()).owner?.pid).toBe(process.pid);
    claimed.release();
    expect(readStackFile(folder()).owner).toBeUndefined();
  });

  it('remembers the ports of the last start', async () => {
    const first = await claim();
    first.update({ ports: { temporal: 4711 } });
    first.release();
    const second = await claim();
    expect(second.lastPorts).toEqual({ temporal: 4711 });
    second.release();
  });

  it('refuses a folder whose owner lives, and leaves its children alone', async () => {
    const [owner, child] = await Promise.all([startIdle(), startIdle()]);
    writeStackFile(folder(), { owner, ports: {}, children: [{ name: 'temporal', ...child }] });
    await expect(claim()).rejects.toThrow(StackInUse);
    expect(isRunning(child)).toBe(true);
    await Promise.all([endProcess(owner, 0), endProcess(child, 0)]);
  });

  it('ends what a dead owner left running, saying so', async () => {
    const [owner, child] = await Promise.all([endedProcess(), startIdle()]);
    writeStackFile(folder(), { owner, ports: {}, children: [{ name: 'temporal', ...child }] });
    const progress = recordProgress();
    const claimed = await claimStack(folder(), progress);
    expect(isRunning(child)).toBe(false);
    expect(progress.lines).toEqual(['✓ Ending what an earlier start left running']);
    claimed.release();
  });

  it('leaves a stranger alone that got the pid of a child', async () => {
    const [owner, stranger] = await Promise.all([endedProcess(), startIdle()]);
    const children = [{ name: 'temporal', pid: stranger.pid, startedAt: 'at another time' }];
    writeStackFile(folder(), { owner, ports: {}, children });
    const claimed = await claim();
    expect(isRunning(stranger)).toBe(true);
    claimed.release();
    await endProcess(stranger, 0);
  });

  it('claims a folder whose stack.json is damaged', async () => {
    writeFileSync(join(folder(), 'stack.json'), '{"owner":');
    const claimed = await claim();
    expect(claimed.lastPorts).toEqual({});
    claimed.release();
  });
});
