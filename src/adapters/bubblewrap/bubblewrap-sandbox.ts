import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { HostSandbox, SandboxProgram, SandboxResult } from '../../activities/ports/sandbox';
import { runConfined } from './confined-process';
import { resultOf } from './program-result';
import type { Interpreter, Runtime } from './runtime';
import { processorUnknown, sandboxBroken, sandboxMissing } from './sandbox-failure';
import { seccompFilter } from './seccomp';

/** Where systems keep bubblewrap. */
const SYSTEM_BUBBLEWRAPS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap'];

/**
 * Runs programs under bubblewrap (I8), a process for each: namespaces of its own, no network, an environment that names
 * its world and nothing else, no files but the interpreter's own, read-only, and a private /tmp of 16 MiB; no further
 * process; limits on memory, on the processor's time, and on the clock's, which is three times that. What a program
 * prints goes nowhere. Whatever it does, all of it has ended when `run` returns, and also when this process dies.
 */
export function createBubblewrapSandbox(
  runtime: Runtime,
  {
    bubblewraps = SYSTEM_BUBBLEWRAPS,
    arch = process.arch,
  }: { readonly bubblewraps?: readonly string[]; readonly arch?: string } = {},
): HostSandbox {
  let known: Promise<Interpreter> | undefined;
  const surroundings = async (): Promise<Surroundings> => {
    const bubblewrap = findBubblewrap(bubblewraps, runtime);
    const filter = seccompFilter(arch, { threads: runtime.hasThreads });
    // Where threads are needed, no other limit keeps processes from being made.
    if (filter === undefined && runtime.hasThreads) throw processorUnknown(arch);
    known ??= runtime.find().catch((error: unknown) => {
      known = undefined; // it may be installed by the next time
      throw error;
    });
    return { bubblewrap, filter, interpreter: await known };
  };
  const run = async (program: SandboxProgram, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    return runProgram(program, { runtime, signal, ...(await surroundings()) });
  };
  return {
    run,
    async check(signal) {
      const result = await run(nothing(runtime), signal);
      if (result.status !== 'returned') throw sandboxBroken(JSON.stringify(result));
      return `${(await surroundings()).interpreter.name} under bubblewrap`;
    },
  };
}

function findBubblewrap(candidates: readonly string[], { language }: Runtime): string {
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw sandboxMissing({
    found: `no bubblewrap at ${candidates.join(' or ')}`,
    expected: `it, because ${language} runs in its sandbox and nowhere else (Linux only)`,
    packageName: 'bubblewrap',
  });
}

/** A program that shows that programs can be run. */
function nothing({ boot }: Runtime): SandboxProgram {
  const isPython = extname(boot) === '.py';
  const main = isPython ? 'def main():\n    return ""\n' : 'export const main = () => "";\n';
  const entry = `main${isPython ? '.py' : '.mjs'}`;
  const limits = { timeMs: 20_000, memoryBytes: 2 ** 28, outputBytes: 100 };
  return { modules: { [entry]: main }, entry, limits, world: 0 };
}

interface Surroundings {
  readonly bubblewrap: string;
  readonly interpreter: Interpreter;
  readonly filter: Buffer | undefined;
}

type Confinement = Surroundings & {
  readonly runtime: Runtime;
  readonly signal?: AbortSignal | undefined;
};

/** Bytes of the private /tmp, and of the longest file. */
const FILE_BYTES = 16 * 2 ** 20;

/** A program that does nothing but wait is ended at this many times the processor's time that it may use. */
const CLOCK_PER_CPU = 3;

/** Bytes on the result's channel beside a text of `outputBytes` characters, at most four bytes each. */
const FRAME_BYTES = 4_096;

async function runProgram(
  { modules, entry, libraries = [], limits, world }: SandboxProgram,
  { runtime, interpreter, bubblewrap, filter, signal }: Confinement,
): Promise<SandboxResult> {
  const token = randomBytes(16).toString('hex');
  const inside = libraries.map(insideName);
  const { outputBytes } = limits;
  const ended = await runConfined({
    command: bubblewrap,
    args: [
      ...argumentsFor({ runtime, interpreter, libraries, world, isFiltered: filter !== undefined }),
      ...['--', interpreter.executable, ...runtime.args(limits), bootOf(runtime)],
    ],
    input: JSON.stringify({ token, modules, entry, libraries: inside, outputBytes }),
    third: filter ?? Buffer.alloc(0),
    limits: {
      ...runtime.memoryLimits(limits.memoryBytes),
      cpuMs: limits.timeMs,
      fileBytes: FILE_BYTES,
      clockMs: limits.timeMs * CLOCK_PER_CPU,
      outputBytes: outputBytes * 4 + FRAME_BYTES,
    },
    signal,
  });
  if (ended.limit !== undefined) return { status: 'out-of-limits', limit: ended.limit };
  const result = resultOf(ended, token, runtime.limitOfStatus);
  if (result === undefined) throw sandboxBroken(ended.complaint);
  return result;
}

function argumentsFor({
  runtime,
  interpreter: { needs, hidden },
  libraries,
  world,
  isFiltered,
}: {
  readonly runtime: Runtime;
  readonly interpreter: Interpreter;
  readonly libraries: readonly string[];
  readonly world: 0 | 1;
  readonly isFiltered: boolean;
}): string[] {
  const readOnly = (from: string, to = from) => ['--ro-bind', from, to];
  const variables = Object.entries(runtime.environment(world));
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...['--hostname', 'sandbox'],
    ...needs.flatMap((path) => readOnly(path)),
    ...hidden.flatMap((path) => ['--tmpfs', path]),
    ...readOnly(runtime.boot, bootOf(runtime)),
    ...libraries.flatMap((path) => readOnly(path, insideName(path))),
    ...['--dev-bind', '/dev/null', '/dev/null'],
    ...['--size', String(FILE_BYTES), '--tmpfs', '/tmp', '--remount-ro', '/', '--chdir', '/tmp'],
    ...variables.flatMap(([name, value]) => ['--setenv', name, value]),
    ...(isFiltered ? ['--seccomp', '3'] : []),
  ];
}

function bootOf({ boot }: Runtime): string {
  return `/boot${extname(boot)}`;
}

/** Libraries stand side by side in the sandbox, whatever folder of the user's they are in. */
function insideName(path: string): string {
  return `/libraries/${path.slice(path.lastIndexOf('/') + 1)}`;
}
