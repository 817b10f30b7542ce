import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { answerOf, type Interpreter, linkedWith, type Runtime } from './runtime';
import { sandboxMissing } from './sandbox-failure';

/** The oldest version whose syntax and standard library answers may use. */
const OLDEST_PYTHON = [3, 9] as const;

/** Where systems keep their Python: what a user's PATH leads to may be a script that starts another. */
const SYSTEM_PYTHONS = ['/usr/bin/python3', '/usr/local/bin/python3'];

/** The first of these Pythons that is of at least the oldest version, without threads. */
export function pythonRuntime(candidates: readonly string[] = SYSTEM_PYTHONS): Runtime {
  return {
    language: 'Python',
    boot: join(__dirname, 'boot.py'),
    find: () => findPython(candidates),
    hasThreads: false,
    args: () => ['-s', '-S', '-B', '-X', 'utf8'],
    // The order of sets, and the time zone.
    environment: (world) => ({ PYTHONHASHSEED: String(world + 1), TZ: TIME_ZONES[world] }),
    memoryLimits: (memoryBytes) => ({ v: memoryBytes / 1_024, d: memoryBytes / 1_024 }),
    limitOfStatus: {
      134: 'stack', // SIGABRT: Python gave up on a stack that it could not unwind
      139: 'stack', // SIGSEGV: a stack deeper than its check
    },
  };
}

const TIME_ZONES = ['UTC', 'XXX-11:30'] as const;

async function findPython(candidates: readonly string[]): Promise<Interpreter> {
  const found: string[] = [];
  for (const candidate of candidates.filter((path) => existsSync(path))) {
    try {
      const probe = await ask(candidate);
      const [major, minor] = probe.version;
      if (major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1]) return await needsOf(probe);
      found.push(`${candidate} of version ${probe.version.join('.')}`);
    } catch (error) {
      found.push(`${candidate}, which did not answer (${firstLine(error)})`);
    }
  }
  const none = `no Python at ${candidates.join(' or ')}`;
  throw sandboxMissing({
    found: found.length > 0 ? found.join(' and ') : none,
    expected: `Python ${OLDEST_PYTHON.join('.')} or later, which runs the answers`,
    packageName: 'python3',
  });
}

const Probe = z.object({
  version: z.tuple([z.number(), z.number(), z.number()]),
  executable: z.string(),
  libraries: z.array(z.string()),
  extensions: z.array(z.string()),
});
type Probe = z.infer<typeof Probe>;

/** Imports what answers, tests and Hypothesis import, and tells which compiled modules that has loaded. */
const PROBE = `
import json, os, sys, sysconfig
import ast, bisect, cmath, datetime, decimal, heapq, math, random, resource, statistics, struct, unicodedata, unittest, zlib
paths = [sysconfig.get_path('stdlib'), sysconfig.get_path('platstdlib')]
files = [getattr(module, '__file__', None) for module in list(sys.modules.values())]
print(json.dumps({
  'version': sys.version_info[:3],
  'executable': os.path.realpath(sys.executable),
  'libraries': sorted(set(paths)),
  'extensions': [file for file in files if file and file.endswith('.so')],
}))
`;

async function ask(python: string): Promise<Probe> {
  return Probe.parse(JSON.parse(await answerOf(python, ['-I', '-S', '-c', PROBE])));
}

async function needsOf({ version, executable, libraries, extensions }: Probe) {
  const linked = await linkedWith([executable, ...extensions]);
  const hidden = libraries
    .flatMap((folder) => ['site-packages', 'dist-packages'].map((name) => join(folder, name)))
    .filter((folder) => existsSync(folder));
  const needs = [...new Set([executable, ...libraries, ...linked])];
  return { executable, name: `Python ${version.join('.')}`, needs, hidden };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 120) ?? '';
}
