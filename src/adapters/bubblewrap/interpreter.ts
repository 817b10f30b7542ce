import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { sandboxMissing } from './sandbox-failure';

/** A Python of this machine, with the files and folders that it cannot run without. */
export interface Interpreter {
  readonly executable: string;
  /** Its standard library, and the shared libraries that it and its modules are linked with. */
  readonly needs: readonly string[];
  /** Folders inside these with packages that somebody installed: nothing of the sandbox's business. */
  readonly hidden: readonly string[];
}

/** The oldest version whose syntax and standard library answers may use. */
const OLDEST_PYTHON = [3, 9] as const;

/** Where systems keep their Python: what a user's PATH leads to may be a script that starts another. */
export const SYSTEM_PYTHONS = ['/usr/bin/python3', '/usr/local/bin/python3'];

/**
 * The first of these that is a Python of at least the oldest version.
 * @throws ApplicationFailure 'sandbox.missing', which says what was found instead and how to install one.
 */
export async function findInterpreter(
  candidates: readonly string[] = SYSTEM_PYTHONS,
): Promise<Interpreter> {
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

const run = promisify(execFile);

/** Milliseconds for an answer of one small command. */
const ANSWER_MS = 20_000;

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
  const options = { timeout: ANSWER_MS, env: {} };
  const { stdout } = await run(python, ['-I', '-S', '-c', PROBE], options);
  return Probe.parse(JSON.parse(stdout));
}

async function needsOf({ executable, libraries, extensions }: Probe): Promise<Interpreter> {
  const { stdout } = await run('ldd', [executable, ...extensions], { timeout: ANSWER_MS });
  const linked = [...stdout.matchAll(/^\t(?:\S+ => )?(\/\S+) \(0x/gm)].map(
    ([, path]) => path ?? '',
  );
  const hidden = libraries
    .flatMap((folder) => ['site-packages', 'dist-packages'].map((name) => join(folder, name)))
    .filter((folder) => existsSync(folder));
  return { executable, needs: [...new Set([executable, ...libraries, ...linked])], hidden };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 120) ?? '';
}
