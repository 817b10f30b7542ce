import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../src/dev/process-identity';
import { MAX_RESTARTS, type ChildFailed, type ChildSpec } from '../../src/dev/supervised-child';
import { createSupervisor } from '../../src/dev/supervisor';
import { recordProgress } from './recorded-progress';
import { useTemporaryFolder } from './temporary-folder';

describe('createSupervisor', () => {
  const folder = useTemporaryFolder();

  /** A supervisor whose events can be waited for; `given` resolves with the failure of a child given up. */
  const supervise = () => {
    const progress = recordProgress();
    let listener: () => void = () => undefined;
    let giveUp: (failure: ChildFailed) => void = () => undefined;
    const givenUp = new Promise<ChildFailed>((resolve) => {
      giveUp = resolve;
    });
    const supervisor = createSupervisor({
      logDir: join(folder(), 'logs'),
      progress,
      onChange: () => {
        listener();
      },
      onGivenUp: (failure) => {
        giveUp(failure);
      },
      backOffMs: 1,
    });
    const until = (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        listener = () => {
          if (holds()) resolve();
        };
        listener();
      });
    return { supervisor, progress, until, givenUp };
  };

  /** What the file 'up' holds: there is a moment in which it is there, and nothing in it yet. */
  const written = (): string => {
    const up = join(folder(), 'up');
    return existsSync(up) ? readFileSync(up, 'utf8') : '';
  };

  /** A Node process that is healthy once it has written the file 'up' (its first argument). */
  const child = (code: string, changes: Partial<ChildSpec> = {}): ChildSpec => ({
    name: 'part',
    command: process.execPath,
    args: ['-e', code, join(folder(), 'up')],
    isHealthy: () => Promise.resolve(written() !== ''),
    startTimeoutMs: 60_000,
    stopTimeoutMs: 60_000,
    ...changes,
  });
  const comesUp = "require('fs').writeFileSync(process.argv[1], String(process.pid));";
  const stays = 'setInterval(() => {}, 1000);';
  const pid = () => Number(written());

  it('resolves a start when the child is healthy, and stops it without a trace', async () => {
    const { supervisor } = supervise();
    await supervisor.start(child(comesUp + stays));
    const [running] = supervisor.running();
    expect(running).toMatchObject({ name: 'part', pid: pid() });
    await supervisor.stop();
    expect(supervisor.running()).toEqual([]);
    expect(running !== undefined && isRunning(running)).toBe(false);
  });

  it('keeps what a child writes in its log', async () => {
    const { supervisor } = supervise();
    await supervisor.start(
      child(`console.log('to stdout'); console.error('to stderr'); ${comesUp}${stays}`),
    );
    await supervisor.stop();
    const log = readFileSync(join(folder(), 'logs', 'part.log'), 'utf8');
    expect(log).toBe('to stdout\nto stderr\n');
  });

  it('rejects the start of a child that ends before it is healthy, with its last words', async () => {
    const { supervisor } = supervise();
    const start = supervisor.start(child("console.error('port is taken'); process.exit(3)"));
    await expect(start).rejects.toThrow(/did not become ready: exit 3\nport is taken\n/);
  });

  it('rejects the start of a command that does not exist', async () => {
    const { supervisor } = supervise();
    const start = supervisor.start(child('', { command: join(folder(), 'nothing') }));
    await expect(start).rejects.toThrow(/ENOENT/);
  });

  it('rejects the start of a child that lives but is never healthy, and ends it', async () => {
    const { supervisor } = supervise();
    const start = supervisor.start(child(stays, { startTimeoutMs: 0 }));
    await expect(start).rejects.toThrow(/no sign of health within 0 s/);
    expect(supervisor.running()).toEqual([]);
  });

  it('does not take a stranger that answers for a child that has ended', async () => {
    const { supervisor, until } = supervise();
    const isHealthy = async () => {
      await until(() => supervisor.running().length === 0);
      return true;
    };
    const start = supervisor.start(child('process.exit(1)', { isHealthy }));
    await expect(start).rejects.toThrow(/did not become ready: exit 1/);
  });

  it('starts a killed child again, saying so', async () => {
    const { supervisor, progress, until } = supervise();
    await supervisor.start(child(comesUp + stays));
    const first = pid();
    process.kill(first, 'SIGKILL');
    await until(() => supervisor.running().some((running) => running.pid !== first));
    await supervisor.stop();
    expect(progress.lines).toEqual(['✓ part died (SIGKILL); starting it again']);
  });

  it('gives up a child that keeps dying', async () => {
    const { supervisor, progress, givenUp } = supervise();
    const [starts, doom] = ['starts', 'doom'].map((name) => JSON.stringify(join(folder(), name)));
    const count = `require('fs').appendFileSync(${starts}, 'x');`;
    const dies = `setInterval(() => { if (require('fs').existsSync(${doom})) process.exit(7); }, 10);`;
    await supervisor.start(child(count + comesUp + dies));
    writeFileSync(join(folder(), 'doom'), '');
    const failure = await givenUp;
    const deaths = MAX_RESTARTS + 1;
    expect(failure.message).toContain(`part died ${deaths} times in a row`);
    expect(failure.message).toContain('exit 7');
    expect(readFileSync(join(folder(), 'starts'), 'utf8')).toHaveLength(deaths);
    expect(progress.lines.at(-1)).toContain(`✗ part: died ${deaths} times in a row`);
    await supervisor.stop();
  });

  it('kills a child that ignores SIGTERM', async () => {
    const { supervisor } = supervise();
    const stubborn = `process.on('SIGTERM', () => {}); ${comesUp}${stays}`;
    await supervisor.start(child(stubborn, { stopTimeoutMs: 0 }));
    const [running] = supervisor.running();
    await supervisor.stop();
    expect(running !== undefined && isRunning(running)).toBe(false);
  });

  it('breaks off a start when it is stopped', async () => {
    const { supervisor, until } = supervise();
    const start = supervisor.start(child(stays));
    await until(() => supervisor.running().length === 1);
    await Promise.all([supervisor.stop(), expect(start).rejects.toThrow(/did not become ready/)]);
    expect(supervisor.running()).toEqual([]);
  });

  it('starts nothing after it was stopped', async () => {
    const { supervisor } = supervise();
    await supervisor.stop();
    await expect(supervisor.start(child(stays))).rejects.toThrow(/everything is being stopped/);
  });
});
