import type {
  HostSandbox,
  Sandbox,
  SandboxLimits,
  SandboxProgram,
  SandboxResult,
} from '../../activities/ports/sandbox';
import type { Report } from '../../schemas/certificate';
import type { TextFile } from '../../schemas/spec';
import { hostOf, nodeProgram, type AcceptanceHost } from './acceptance';
import { acceptanceModules, compiledPath, testFilesAmong } from './acceptance-modules';
import { EXAMPLES_TEST } from './assemble';
import { assert } from './guest/node-assert';
import { runTests, test, type TestResult } from './guest/node-test';
import { guestModule } from './guest-module';

/** For one test file. */
const LIMITS: SandboxLimits = { timeMs: 10_000, memoryBytes: 128 * 2 ** 20, outputBytes: 2 ** 20 };

/** What is verified: a package's files, and the user's tests, which see it by its name or as '../src/index.js'. */
export interface VerifyRequest {
  readonly files: readonly TextFile[];
  readonly acceptance: readonly TextFile[];
  readonly sandbox: Sandbox;
  /** Node, where the user's tests are to run on it. */
  readonly node?: HostSandbox | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs each test file by itself in a sandbox, as `node --test` would: the package's own in the small one, the user's on Node.
 * Every test of the package's examples file counts under examples, of its other test files under tests, of the user's
 * under acceptance; a file that cannot be run to its end, or holds no test, is one failed check.
 * @throws ApplicationFailure where the user's tests need Node and this machine cannot confine it.
 */
export async function verify(request: VerifyRequest): Promise<Report> {
  const { files, acceptance } = request;
  const own = ownTests(files);
  const modules = packageModules(files, acceptance);
  const run = (tests: readonly TextFile[]) =>
    inTurn(tests, (file) => runFile(file, modules, request));
  const examples = await run(own.filter(({ path }) => path === EXAMPLES_TEST));
  const tests = await run(own.filter(({ path }) => path !== EXAMPLES_TEST));
  const host = await hostFor(request);
  const ofUser =
    host !== undefined && 'node' in host
      ? await inTurn(testFilesAmong(acceptance), (file) => runOnNode(file, host.node, request))
      : await run(testFilesAmong(acceptance));
  return {
    examples: countsOf(examples),
    tests: countsOf(tests),
    properties: { passed: 0, failed: 0 },
    acceptance: countsOf(ofUser),
    failures: [...examples, ...tests, ...ofUser].flatMap(({ failure }) => failure ?? []),
    ...(host === undefined ? {} : { acceptanceHost: told(host) }),
  };
}

async function hostFor({ files, acceptance, node, signal }: VerifyRequest) {
  if (node === undefined || acceptance.length === 0) return undefined;
  return hostOf(acceptance, { node, packageName: packageNameOf(files), signal });
}

function told(host: AcceptanceHost): NonNullable<Report['acceptanceHost']> {
  return 'instead' in host ? { name: host.name, instead: host.instead } : { name: host.name };
}

/** The test files of which a test fails in the small sandbox, or that cannot be run there. */
export async function failingTests(request: VerifyRequest): Promise<readonly TextFile[]> {
  const modules = packageModules(request.files, request.acceptance);
  const failing: TextFile[] = [];
  for (const file of [...ownTests(request.files), ...testFilesAmong(request.acceptance)]) {
    const checks = await runFile(file, modules, request);
    if (checks.some(({ failure }) => failure !== undefined)) failing.push(file);
  }
  return failing;
}

function ownTests(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter(({ path }) => /^test\/.*\.test\.m?js$/.test(path));
}

interface Check {
  readonly failure?: string;
}

/** The program that runs a test file of a package, or one of the user's; its output is a list of TestResult. */
export function testProgram(
  { path, text }: TextFile,
  modules: Readonly<Record<string, string>>,
): SandboxProgram {
  const file = compiledPath(path);
  return {
    modules: {
      ...modules,
      [file]: modules[file] ?? text,
      // The shims come first: they capture what they use before any other code is loaded.
      [RUNNER]: `import { runTests } from 'node:test';\nimport 'node:assert/strict';\nimport './${file}';\nexport const main = runTests;\n`,
    },
    entry: RUNNER,
    limits: LIMITS,
    world: 0,
  };
}

async function inTurn(
  files: readonly TextFile[],
  check: (file: TextFile) => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const file of files) checks.push(...(await check(file)));
  return checks;
}

async function runFile(
  file: TextFile,
  modules: Readonly<Record<string, string>>,
  { sandbox, signal }: VerifyRequest,
): Promise<readonly Check[]> {
  return checksOf(file, await sandbox.run(testProgram(file, modules), signal));
}

async function runOnNode(
  file: TextFile,
  node: HostSandbox,
  { files, acceptance, signal }: VerifyRequest,
): Promise<readonly Check[]> {
  return checksOf(file, await node.run(nodeProgram(file, files, acceptance), signal));
}

function checksOf({ path }: TextFile, result: SandboxResult): readonly Check[] {
  if (result.status === 'out-of-limits')
    return [{ failure: `${path}: ran out of ${result.limit}, expected its tests to end` }];
  if (result.status === 'threw')
    return [{ failure: `${path}: ${result.error}, expected its tests to run` }];
  const results = readResults(result.output);
  if (results === undefined)
    return [{ failure: `${path}: found results that cannot be read, expected those of its tests` }];
  if (results.length === 0) return [{ failure: `${path}: found no test, expected at least one` }];
  return results.map(({ name, error }) =>
    error === undefined ? {} : { failure: `${path}: ${name}: ${error}` },
  );
}

/** What a file that writes between the runner's lines leaves of them may be anything. */
function readResults(output: string): readonly TestResult[] | undefined {
  try {
    return JSON.parse(output) as readonly TestResult[];
  } catch {
    return undefined;
  }
}

const RUNNER = 'run-tests.js';

/**
 * The compiled package under every name a test may import it by, the two modules of Node that tests need, and the user's
 * files.
 */
export function packageModules(
  files: readonly TextFile[],
  acceptance: readonly TextFile[] = [],
): Readonly<Record<string, string>> {
  const compiled = files.filter(({ path }) => path.startsWith('dist/') && path.endsWith('.js'));
  const own = {
    ...Object.fromEntries(
      compiled.flatMap(({ path, text }) =>
        [path, ...aliasesOf(path)].map((alias) => [alias, text]),
      ),
    ),
    [packageNameOf(files)]: `export * from './dist/index.js';\n`,
    'node:test': guestModule('node-test', { runTests, test }, 'test'),
    'node:assert/strict': guestModule('node-assert', { assert }, 'assert'),
  };
  return { ...acceptanceModules(acceptance, new Set(Object.keys(own))), ...own };
}

function packageNameOf(files: readonly TextFile[]): string {
  return (JSON.parse(textOf(files, 'package.json')) as { readonly name: string }).name;
}

/** 'src/words.js', 'src/words.ts' and 'src/words' for 'dist/words.js'. */
function aliasesOf(path: string): readonly string[] {
  const source = path.replace(/^dist\//, 'src/');
  return [source, source.replace(/js$/, 'ts'), source.replace(/\.js$/, '')];
}

function textOf(files: readonly TextFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`found no ${path} in the package, expected one`);
  return file.text;
}

function countsOf(checks: readonly Check[]): Report['examples'] {
  const failed = checks.filter(({ failure }) => failure !== undefined).length;
  return { passed: checks.length - failed, failed };
}
