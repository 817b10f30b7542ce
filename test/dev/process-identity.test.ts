import { endProcess, identify, isRunning } from '../../src/dev/process-identity';
import { endedProcess, startIdle } from './small-process';

describe('identify', () => {
  it('gives the same identity to the same process every time', () => {
    expect(identify(process.pid)).toEqual(identify(process.pid));
  });

  it('knows no process that has ended', async () => {
    const { pid } = await endedProcess();
    expect(identify(pid)).toBeUndefined();
  });
});

describe('isRunning', () => {
  it('takes a stranger that got the pid of another process for what it is', () => {
    expect(isRunning({ pid: process.pid, startedAt: 'at another time' })).toBe(false);
  });
});

describe('endProcess', () => {
  it('ends a process that goes on SIGTERM', async () => {
    const child = await startIdle();
    await endProcess(child, 60_000);
    expect(isRunning(child)).toBe(false);
  });

  it('ends a process that ignores SIGTERM', async () => {
    const child = await startIdle("process.on('SIGTERM', () => {})");
    await endProcess(child, 0);
    expect(isRunning(child)).toBe(false);
  });

  it('leaves a stranger with the same pid alone', async () => {
    const child = await startIdle();
    await endProcess({ pid: child.pid, startedAt: 'at another time' }, 0);
    expect(isRunning(child)).toBe(true);
    await endProcess(child, 0);
  });
});
