import { spawn, type SpawnOptions } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers';
import { limited, type ShellLimits } from './shell-limits';

/** A command whose first output says that it has begun, and which may then run for a limited time. */
export interface ConfinedProcess {
  readonly command: string;
  readonly args: readonly string[];
  /** What it reads from its standard input, and from file descriptor 3. */
  readonly input: string;
  readonly third: Buffer;
  readonly limits: ShellLimits & {
    /** Milliseconds by the clock, from its first output. */
    readonly clockMs: number;
    /** Of what it writes to file descriptor 4. */
    readonly outputBytes: number;
  };
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface Ended {
  /** What it wrote to file descriptor 4. */
  readonly output: string;
  /** The beginning of what it wrote to its standard error. */
  readonly complaint: string;
  /** Its exit code; null when it was killed. */
  readonly status: number | null;
  /** The limit for which it was killed. */
  readonly limit?: 'time' | 'output';
}

/** Milliseconds in which it has to begin on a machine that is busy; beyond them something is wrong with it. */
const START_MS = 60_000;

const MAX_COMPLAINT = 4_096;

/** Bytes of standard error that are read and not kept; standard output is not read at all. */
const MAX_PRINTED = 2 ** 26;

/**
 * Runs a command with an empty environment and kills it at its limits; it has ended when this returns. Rejects with the
 * signal's reason when `signal` aborts, and where the command cannot be started.
 */
export async function runConfined(request: ConfinedProcess): Promise<Ended> {
  const { command, args, input, third: thirdInput, limits, signal } = request;
  signal?.throwIfAborted();
  const child = spawn(...limited([command, ...args], limits), OPTIONS);
  const [stdin, , stderr, third, results] = child.stdio as unknown as Streams;
  const kill = () => child.kill('SIGKILL');
  let limit: Ended['limit'];
  const killFor = (reached: 'time' | 'output') => {
    limit ??= reached;
    kill();
  };
  let clock = setTimeout(kill, START_MS);
  const begin = () => {
    clearTimeout(clock);
    clock = setTimeout(killFor, limits.clockMs, 'time');
  };
  results.once('data', begin);
  const output = collect(results, limits.outputBytes, () => {
    killFor('output');
  });
  const complaint = collect(stderr, MAX_COMPLAINT, (size) => {
    if (size > MAX_PRINTED) killFor('output');
  });
  feed(stdin, input);
  feed(third, thirdInput);
  signal?.addEventListener('abort', kill);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    const ended = { output: output(), complaint: complaint(), status };
    return limit === undefined ? ended : { ...ended, limit };
  } finally {
    clearTimeout(clock);
    signal?.removeEventListener('abort', kill);
  }
}

const OPTIONS: SpawnOptions = {
  env: {},
  cwd: '/',
  stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
};
type Streams = readonly [Writable, null, Readable, Writable, Readable];

/** Keeps the first `most` bytes, and calls `onMore` for each chunk beyond with the bytes so far. */
function collect(stream: Readable, most: number, onMore: (size: number) => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) onMore(size);
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
}

/** A child that has ended before it had read all is nobody's fault here. */
function feed(stream: Writable, bytes: string | Buffer): void {
  stream.on('error', () => undefined);
  stream.end(bytes);
}
