import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers';

/** A command that runs to its end. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the command after so many milliseconds; no limit when absent. */
  readonly timeoutMs?: number;
  /** Sees each line of either stream as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Thrown when a command cannot be started, is ended, or exits with anything but 0; holds its last lines. */
class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** Runs a command and returns all it wrote, both streams in the order of their lines. */
export async function runCommand(request: Command): Promise<string> {
  const { command, args, cwd, env, signal, timeoutMs, onLine } = request;
  const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  }
  const end = () => child.kill('SIGKILL');
  const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end);
  if (signal?.aborted === true) end();
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new CommandFailed(whyNotStarted(command, cause), { cause }));
      });
      child.once('close', (code, killed) => {
        if (code === 0) resolve();
        else
          reject(
            new CommandFailed(
              `${lastLines(lines)} (${command}: ${killed ?? `exit ${code ?? '?'}`})`,
            ),
          );
      });
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
  return lines.join('\n');
}

function whyNotStarted(command: string, cause: Error): string {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT'
    ? `${command} is not installed`
    : cause.message;
}

function lastLines(lines: readonly string[]): string {
  return (
    lines
      .filter((line) => line.trim() !== '')
      .slice(-4)
      .join(' | ') || 'no output'
  );
}
