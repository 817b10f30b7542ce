import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { identify, type ProcessIdentity } from '../../src/dev/process-identity';

/** Runs a line of JavaScript in a Node process that leads a group of its own. */
function startSmall(code: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['-e', code, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A process that has said that it lives, and will do so until it is ended. */
export async function startIdle(code = ''): Promise<ProcessIdentity> {
  const child = startSmall(`${code}; setInterval(() => {}, 1000); console.log('up')`);
  if (child.stdout === null) throw new Error('a piped child has a stdout');
  await once(child.stdout, 'data');
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error('the process did not start');
  child.unref();
  child.stdout.destroy();
  return identity;
}

/** The identity of a process that has ended. */
export async function endedProcess(): Promise<ProcessIdentity> {
  const child = startSmall('setInterval(() => {}, 1000)');
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error('the process did not start');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
}
