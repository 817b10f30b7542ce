import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { identify, signalGroup, type ProcessIdentity } from './process-identity';

/** How a process is started. */
export interface LoggedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** All of its environment; the parent's when absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** How much it yields to others, 0 to 19; default 0. */
  readonly niceness?: number;
}

/** A process that writes to a log file. */
export interface RunningProcess {
  readonly identity: ProcessIdentity | undefined;
  /** Resolves with the way it ended. */
  readonly ended: Promise<string>;
  isAlive(): boolean;
  signal(signal: NodeJS.Signals): void;
}

/** Starts a process in a group of its own, appending both its streams to a log file of at most about 10 MB. */
export function launch(command: LoggedCommand, logPath: string): RunningProcess {
  rotate(logPath);
  const log = openSync(logPath, 'a');
  // A group of its own: Ctrl-C reaches only the owner, who stops the parts in order. A file as
  // output: a child whose owner was killed must not die from writing to nobody.
  const child = spawn(command.command, [...command.args], {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid !== undefined && command.niceness !== undefined) {
    setPriority(child.pid, command.niceness);
  }
  const ended = endOf(child);
  return {
    identity: child.pid === undefined ? undefined : identify(child.pid),
    ended,
    isAlive: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    signal(signal) {
      if (child.pid !== undefined) signalGroup(child.pid, signal);
    },
  };
}

/** The last lines of a log, for an error message. */
export function tailOf(logPath: string): string {
  return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}

const LOG_BYTES = 10_000_000;

async function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit ${code ?? '?'}`);
    });
  });
}

function rotate(logPath: string): void {
  const stat = statSync(logPath, { throwIfNoEntry: false });
  if (stat !== undefined && stat.size > LOG_BYTES) renameSync(logPath, `${logPath}.1`);
}
