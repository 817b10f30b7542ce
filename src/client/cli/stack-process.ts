import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, createReadStream, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readRunningStack } from '../../dev/running-stack';
import type { StackAddresses } from '../../dev/stack-file';

/** A stack that this command started as a process of its own. */
export interface StackProcess {
  readonly addresses: StackAddresses;
  /** Aborted when it has ended without having been stopped, with a StackFailed that says so. */
  readonly lost: AbortSignal;
  /** Ends it in order and resolves when nothing of it is left; data stays. */
  stop(): Promise<void>;
  /** Lets it run on when this process ends. */
  leave(): void;
}

export interface StackProcessOptions {
  /** The program that runs the stack, with its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Receives what the stack tells while it starts. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Thrown when the stack ended before it was ready; what it told is the reason. */
class StackFailed extends Error {
  override readonly name = 'StackFailed';
}

/** Starts a stack in the background and waits until it is ready, passing on what it tells. */
export async function startStackProcess(options: StackProcessOptions): Promise<StackProcess> {
  const log = openLog(options.dataDir);
  const child = launch(options, log.descriptor);
  closeSync(log.descriptor);
  const ended = endOf(child);
  const tellNews = createRelay(log, options.tell);
  const dead = new AbortController();
  void ended.then(() => {
    dead.abort(stackFailed('has ended', options.dataDir));
  });
  const stop = (): Promise<void> => end(child, ended);
  const leave = (): void => {
    child.unref();
  };
  try {
    const addresses = await untilReady(options, dead.signal, tellNews);
    return { addresses, lost: dead.signal, stop, leave };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    await tellNews();
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

function launch({ command, env, cwd }: StackProcessOptions, log: number): ChildProcess {
  const [program, ...args] = command;
  // A group of its own: Ctrl-C reaches this command alone, which then ends the stack in order.
  return spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
}

async function untilReady(
  { dataDir, signal }: StackProcessOptions,
  dead: AbortSignal,
  tellNews: () => Promise<void>,
): Promise<StackAddresses> {
  while (!dead.aborted) {
    signal.throwIfAborted();
    await tellNews();
    const addresses = await readyNow(dataDir);
    if (addresses !== undefined) return addresses;
    await setTimeout(POLL_MS);
  }
  throw stackFailed('could not be started', dataDir);
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

function stackFailed(what: string, dataDir: string): StackFailed {
  return new StackFailed(
    `The embedded stack ${what}; its log: ${join(dataDir, 'logs', 'dev.log')}`,
  );
}

/** Resolves when the process has ended, or could not be started at all. */
async function endOf(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const patience = new AbortController();
  const tooLong = setTimeout(STOP_TIMEOUT_MS, undefined, { signal: patience.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  patience.abort();
  await tooLong;
}
