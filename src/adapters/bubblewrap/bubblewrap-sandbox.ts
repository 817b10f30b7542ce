import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxProgram, SandboxResult } from '../../activities/ports';
import { runConfined } from './confined-process';
import { findInterpreter, type Interpreter, SYSTEM_PYTHONS } from './interpreter';
import { sandboxBroken, sandboxMissing } from './sandbox-failure';
import { seccompFilter } from './seccomp';

/** Where systems keep bubblewrap. */
const SYSTEM_BUBBLEWRAPS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap'];

/**
 * Runs model-written Python under bubblewrap (I8), a process for each program: namespaces of its own, no network, an empty
 * environment, no files but the interpreter's own, read-only, and a private /tmp of 16 MiB; no further process or
 * thread; limits on memory, on the processor's time, and on the clock's, which is three times that. Whatever a program
 * does, all of it has ended when `run` returns, and also when this process dies.
 */
export function createBubblewrapSandbox({
  bubblewraps = SYSTEM_BUBBLEWRAPS,
  pythons = SYSTEM_PYTHONS,
}: {
  readonly bubblewraps?: readonly string[];
  readonly pythons?: readonly string[];
} = {}): Sandbox {
  let known: Promise<Interpreter> | undefined;
  return {
    async run(program, signal) {
      signal?.throwIfAborted();
      const bubblewrap = findBubblewrap(bubblewraps);
      known ??= findInterpreter(pythons).catch((error: unknown) => {
        known = undefined; // it may be installed by the next time
        throw error;
      });
      return runProgram(program, { bubblewrap, interpreter: await known, signal });
    },
  };
}

function findBubblewrap(candidates: readonly string[]): string {
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw sandboxMissing({
    found: `no bubblewrap at ${candidates.join(' or ')}`,
    expected: 'it, because code in Python runs in its sandbox and nowhere else (Linux only)',
    packageName: 'bubblewrap',
  });
}

interface Surroundings {
  readonly bubblewrap: string;
  readonly interpreter: Interpreter;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of the private /tmp, and of the longest file. */
const FILE_BYTES = 16 * 2 ** 20;

/** A program that does nothing but wait is ended at this many times the processor's time that it may use. */
const CLOCK_PER_CPU = 3;

/** Bytes on the result's channel beside a text of `outputBytes` characters, at most four bytes each. */
const FRAME_BYTES = 4_096;

async function runProgram(
  { modules, entry, libraries = [], limits, world }: SandboxProgram,
  { bubblewrap, interpreter, signal }: Surroundings,
): Promise<SandboxResult> {
  const filter = seccompFilter(process.arch);
  const inside = libraries.map(insideName);
  const ended = await runConfined({
    command: bubblewrap,
    args: argumentsFor({ interpreter, libraries, world, isFiltered: filter !== undefined }),
    input: JSON.stringify({ modules, entry, libraries: inside, fileBytes: FILE_BYTES, ...limits }),
    third: filter ?? Buffer.alloc(0),
    limits: {
      clockMs: limits.timeMs * CLOCK_PER_CPU,
      outputBytes: limits.outputBytes * 4 + FRAME_BYTES,
    },
    signal,
  });
  if (ended.limit !== undefined) return { status: 'out-of-limits', limit: ended.limit };
  if (!ended.output.startsWith(READY)) throw sandboxBroken(ended.complaint);
  return resultOf(ended.output.slice(READY.length), ended.status);
}

function argumentsFor({
  interpreter: { executable, needs, hidden },
  libraries,
  world,
  isFiltered,
}: {
  readonly interpreter: Interpreter;
  readonly libraries: readonly string[];
  readonly world: 0 | 1;
  readonly isFiltered: boolean;
}): string[] {
  const readOnly = (from: string, to = from) => ['--ro-bind', from, to];
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...['--hostname', 'sandbox'],
    ...needs.flatMap((path) => readOnly(path)),
    ...hidden.flatMap((path) => ['--tmpfs', path]),
    ...readOnly(join(__dirname, 'boot.py'), BOOT),
    ...libraries.flatMap((path) => readOnly(path, insideName(path))),
    ...['--dev-bind', '/dev/null', '/dev/null'],
    ...['--size', String(FILE_BYTES), '--tmpfs', '/tmp', '--remount-ro', '/', '--chdir', '/tmp'],
    // Two worlds differ in what a program can see of chance and place: the order of sets, and the time zone.
    ...['--setenv', 'PYTHONHASHSEED', String(world + 1), '--setenv', 'TZ', TIME_ZONES[world]],
    ...(isFiltered ? ['--seccomp', '3'] : []),
    ...['--', executable, '-s', '-S', '-B', '-X', 'utf8', BOOT],
  ];
}

const BOOT = '/boot.py';
const TIME_ZONES = ['UTC', 'XXX-11:30'] as const;

/** Libraries stand side by side in the sandbox, whatever folder of the user's they are in. */
function insideName(path: string): string {
  return `/libraries/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** What boot.py writes before it lets the program begin, and once it is loaded. */
const READY = 'ready\n';
const LOADED = 'loaded\n';

/** What the program's process said and how it ended; it may have ended itself at any point. */
function resultOf(told: string, status: number | null): SandboxResult {
  const isLoaded = told.startsWith(LOADED);
  const [, kind, text = ''] =
    /^([a-z]+)\n([^]*)$/.exec(isLoaded ? told.slice(LOADED.length) : told) ?? [];
  const limit = LIMIT_OF_STATUS[status ?? 0] ?? (kind === 'limit' ? LIMITS[text] : undefined);
  if (limit !== undefined) return { status: 'out-of-limits', limit };
  if (status === 0 && kind === 'returned') return { status: 'returned', output: text };
  const error =
    status === 0 && kind === 'threw' ? text : `ended its process with exit code ${status ?? '?'}`;
  return { status: 'threw', error, loading: !isLoaded };
}

type Limit = Extract<SandboxResult, { status: 'out-of-limits' }>['limit'];

const LIMITS: Readonly<Record<string, Limit>> = {
  memory: 'memory',
  stack: 'stack',
  output: 'output',
};

/** bubblewrap exits with 128 and the number of the signal that ended the program. */
const LIMIT_OF_STATUS: Readonly<Record<number, Limit>> = {
  134: 'stack', // SIGABRT: Python gave up on a stack that it could not unwind
  137: 'memory', // SIGKILL: by the kernel, for want of memory; our own is seen before this
  139: 'stack', // SIGSEGV: a stack deeper than its check
  152: 'time', // SIGXCPU
};
