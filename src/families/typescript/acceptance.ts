import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import type { HostSandbox, SandboxLimits, SandboxProgram } from '../../activities/ports/sandbox';
import type { TextFile } from '../../schemas/spec';
import { acceptanceModules, codeFilesAmong, compiledPath } from './acceptance-modules';
import { needOfNode } from './needs-node';

/** For one test file. */
const LIMITS: SandboxLimits = { timeMs: 10_000, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 20 };

/** What runs the user's tests: Node's own runner in its sandbox; or the small sandbox, and why. */
export type AcceptanceHost =
  | { readonly name: string; readonly node: HostSandbox }
  | { readonly name: string; readonly instead: string };

/**
 * Node where it can be confined; else the small sandbox, if it has all that the tests use.
 * @throws ApplicationFailure which says what to install, and which test cannot do without.
 */
export async function hostOf(
  acceptance: readonly TextFile[],
  { node, packageName, signal }: HostRequest,
): Promise<AcceptanceHost> {
  try {
    return { name: await node.check(signal), node };
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || !MISSING.has(error.type ?? '')) throw error;
    for (const file of codeFilesAmong(acceptance)) {
      const need = needOfNode(file, packageName);
      if (need !== undefined) throw needed(file, need, error);
    }
    return { name: SMALL, instead: error.message.split('. ', 1)[0] ?? '' };
  }
}

/** @throws ApplicationFailure as `hostOf` does; where there are no tests, or no Node is given, nothing is missing. */
export async function prepare(
  acceptance: readonly TextFile[],
  { node, ...request }: Omit<HostRequest, 'node'> & { readonly node: HostSandbox | undefined },
): Promise<void> {
  if (node !== undefined && acceptance.length > 0) await hostOf(acceptance, { node, ...request });
}

interface HostRequest {
  readonly node: HostSandbox;
  readonly packageName: string;
  readonly signal?: AbortSignal | undefined;
}

const MISSING: ReadonlySet<string> = new Set(['sandbox.missing', 'sandbox.broken']);

/** The sandbox that needs nothing installed. */
const SMALL = "QuickJS with Millwright's own node:test and node:assert/strict";

function needed({ path }: TextFile, need: string, missing: ApplicationFailure): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `${path} uses ${need}, which is sure to work on Node alone, and Node runs acceptance tests under bubblewrap alone. ${missing.message} ` +
      'Tests run without it that use the package, the language itself, console, and of node:test and node:assert/strict what ' +
      'tests of pure functions need: no mock, no t.plan, no callback of a test.',
    missing.type,
  );
}

/** The program in which Node runs one of the user's test files on a package; its output is a list of TestResult. */
export function nodeProgram(
  test: TextFile,
  files: readonly TextFile[],
  acceptance: readonly TextFile[],
): SandboxProgram {
  const own = packageModules(files);
  const file = compiledPath(test.path);
  return {
    modules: {
      ...acceptanceModules(acceptance, new Set(Object.keys(own))),
      ...own,
      'test-reporter.mjs': readFileSync(join(__dirname, 'guest', 'test-reporter.mjs'), 'utf8'),
      [RUNNER]: `import { results } from './test-reporter.mjs';
export const main = async () => {
  await import(${JSON.stringify(`./${file}`)});
  return results();
};
`,
    },
    entry: RUNNER,
    limits: LIMITS,
    world: 0,
  };
}

const RUNNER = 'run-tests.mjs';

/** The package's files, and for each source the compiled module beside it, so that both names are one module. */
function packageModules(files: readonly TextFile[]): Readonly<Record<string, string>> {
  const beside = files.flatMap(({ path }) =>
    /^dist\/.*\.js$/.test(path)
      ? [[path.replace(/^dist/, 'src'), `export * from '../${path}';\n`] as const]
      : [],
  );
  return Object.fromEntries([...beside, ...files.map(({ path, text }) => [path, text] as const)]);
}
