import type { Sandbox, SandboxLimits, SandboxProgram } from '../../activities/ports';
import type { Report } from '../../schemas/certificate';
import type { TextFile } from '../../schemas/spec';
import { EXAMPLES_TEST } from './assemble';
import { transpile } from './compiler';
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
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs each test file by itself in the sandbox, as `node --test` would. Every test of the package's examples file counts
 * under examples, of its other test files under tests, of the user's under acceptance; a file that cannot be run to its
 * end, or holds no test, is one failed check.
 */
export async function verify(request: VerifyRequest): Promise<Report> {
  const own = ownTests(request.files);
  const examples = own.filter(({ path }) => path === EXAMPLES_TEST);
  const tests = own.filter(({ path }) => path !== EXAMPLES_TEST);
  const modules = packageModules(request.files);
  const run = (files: readonly TextFile[]) => runFiles(files, modules, request);
  const [ofExamples, ofTests, ofAcceptance] = [
    await run(examples),
    await run(tests),
    await run(request.acceptance),
  ];
  return {
    examples: countsOf(ofExamples),
    tests: countsOf(ofTests),
    properties: { passed: 0, failed: 0 },
    acceptance: countsOf(ofAcceptance),
    failures: [...ofExamples, ...ofTests, ...ofAcceptance].flatMap(({ failure }) => failure ?? []),
  };
}

/** The test files of which a test fails, or that cannot be run. */
export async function failingTests(request: VerifyRequest): Promise<readonly TextFile[]> {
  const modules = packageModules(request.files);
  const failing: TextFile[] = [];
  for (const file of [...ownTests(request.files), ...request.acceptance]) {
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

/** The program that runs a test file of a package; its output is a list of TestResult. */
export function testProgram(
  { path, text }: TextFile,
  modules: Readonly<Record<string, string>>,
): SandboxProgram {
  const isTypeScript = /\.[mc]?ts$/.test(path);
  const file = isTypeScript ? path.replace(/ts$/, 'js') : path;
  return {
    modules: {
      ...modules,
      [file]: isTypeScript ? transpile(text) : text,
      // The shims come first: they capture what they use before any other code is loaded.
      [RUNNER]: `import { runTests } from 'node:test';\nimport 'node:assert/strict';\nimport './${file}';\nexport const main = runTests;\n`,
    },
    entry: RUNNER,
    limits: LIMITS,
    world: 0,
  };
}

async function runFiles(
  files: readonly TextFile[],
  modules: Readonly<Record<string, string>>,
  request: VerifyRequest,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const file of files) checks.push(...(await runFile(file, modules, request)));
  return checks;
}

async function runFile(
  file: TextFile,
  modules: Readonly<Record<string, string>>,
  { sandbox, signal }: VerifyRequest,
): Promise<readonly Check[]> {
  const { path } = file;
  const result = await sandbox.run(testProgram(file, modules), signal);
  if (result.status === 'out-of-limits')
    return [{ failure: `${path}: ran out of ${result.limit}, expected its tests to end` }];
  if (result.status === 'threw')
    return [{ failure: `${path}: ${result.error}, expected its tests to run` }];
  const results = JSON.parse(result.output) as readonly TestResult[];
  if (results.length === 0) return [{ failure: `${path}: found no test, expected at least one` }];
  return results.map(({ name, error }) =>
    error === undefined ? {} : { failure: `${path}: ${name}: ${error}` },
  );
}

const RUNNER = 'run-tests.js';

/** The compiled package under every name a test may import it by, and the two modules of Node that tests need. */
export function packageModules(files: readonly TextFile[]): Readonly<Record<string, string>> {
  const compiled = files.filter(({ path }) => path.startsWith('dist/') && path.endsWith('.js'));
  const { name } = JSON.parse(textOf(files, 'package.json')) as { readonly name: string };
  return {
    ...Object.fromEntries(
      compiled.flatMap(({ path, text }) =>
        [path, ...aliasesOf(path)].map((alias) => [alias, text]),
      ),
    ),
    [name]: `export * from './dist/index.js';\n`,
    'node:test': guestModule('node-test', { runTests, test }, 'test'),
    'node:assert/strict': guestModule('node-assert', { assert }, 'assert'),
  };
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
