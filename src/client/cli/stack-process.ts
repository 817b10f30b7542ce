import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, createReadStream, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readRunningStack } from '../../dev/running-stack';
import type { StackAddresses } from '../../dev/stack-file';

/** A stack that this command started as a process of its own. */
export interface StackProcess {
  readonly addresses: StackAddresses;
  /** Ends it in order and resolves when nothing of it is left; data stays. */
  stop(): Promise<void>;
  /** Lets it run on when this process ends. */
  leave(): void;
}

export interface StackProcessOptions {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Receives what the stack tells while it starts. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Thrown when the stack ended before it was ready; what it told is the reason. */
export class StackFailed extends Error {
  override readonly name = 'StackFailed';
}

/** Starts `millwright dev` in the background and waits until it is ready, passing on what it tells. */
export async function startStackProcess(options: StackProcessOptions): Promise<StackProcess> {
  const log = openLog(options.dataDir);
  const child = launch(options, log.descriptor);
  closeSync(log.descriptor);
  const told = createRelay(log, options.tell);
  const stop = (): Promise<void> => end(child);
  const leave = (): void => {
    child.unref();
  };
  try {
    const addresses = await untilReady(child, options, told);
    return { addresses, stop, leave };
  } catch (error) {
    await stop();
    await told();
    throw error;
  }
}

const POLL_MS = 200;
/** The stack gives its own parts less than this to end; after it, its guard ends what is left. */
const STOP_TIMEOUT_MS = 60_000;

interface Log {
  readonly path: string;
  readonly descriptor: number;
  /** Length before this start, in bytes. */
  readonly start: number;
}

function openLog(dataDir: string): Log {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'dev.log');
  return { path, descriptor: openSync(path, 'a'), start: statSync(path).size };
}

function launch({ env, cwd }: StackProcessOptions, log: number): ChildProcess {
  const [node, main = ''] = process.argv;
  // A group of its own: Ctrl-C reaches this command alone, which then ends the stack in order.
  return spawn(node ?? process.execPath, [...process.execArgv, main, 'dev'], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
}

async function untilReady(
  child: ChildProcess,
  { dataDir, signal }: StackProcessOptions,
  tellNews: () => Promise<void>,
): Promise<StackAddresses> {
  while (child.exitCode === null && child.signalCode === null) {
    signal.throwIfAborted();
    await tellNews();
    const addresses = await readyNow(dataDir);
    if (addresses !== undefined) {
      await tellNews();
      return addresses;
    }
    await setTimeout(POLL_MS);
  }
  throw new StackFailed(
    `The embedded stack could not be started; its log: ${join(dataDir, 'logs', 'dev.log')}`,
  );
}

/** The addresses if the stack is ready at this moment; the reader itself would wait for it in silence. */
async function readyNow(dataDir: string): Promise<StackAddresses | undefined> {
  const impatience = AbortSignal.timeout(POLL_MS);
  return readRunningStack(dataDir, impatience).catch(() => undefined);
}

/** A function that passes on what was added to the log since it was last called. */
function createRelay({ path, start }: Log, tell: (text: string) => void): () => Promise<void> {
  let position = start;
  return async () => {
    for await (const chunk of createReadStream(path, { start: position, encoding: 'utf8' })) {
      const text = String(chunk);
      position += Buffer.byteLength(text);
      tell(text);
    }
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(STOP_TIMEOUT_MS, 'too long', { ref: false });
  if ((await Promise.race([ended, timer])) === 'too long') child.kill('SIGKILL');
  await ended;
}
