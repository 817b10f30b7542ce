import type { SandboxLimits } from '../../activities/ports/sandbox';
import type { Report } from '../../schemas/certificate';
import type { TextFile } from '../../schemas/spec';
import { EXAMPLES_TEST } from './assemble';
import { callGuest, type PythonHost } from './guest-program';

/** For one test file. */
export const TEST_LIMITS: SandboxLimits = {
  timeMs: 10_000,
  memoryBytes: 512 * 2 ** 20,
  outputBytes: 2 ** 20,
};

/** What is verified: a package's files, and the user's tests, which import it by its name. */
export interface VerifyRequest {
  readonly files: readonly TextFile[];
  readonly acceptance: readonly TextFile[];
  readonly host: PythonHost;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs each test file by itself in the sandbox, as unittest would. Every test of the package's examples file counts
 * under examples, of its other test files under tests, of the user's under acceptance; a file that cannot be run to its
 * end, or holds no test, is one failed check. Where some of the user's files are called test_*.py or *_test.py, the others are
 * there to be imported and read.
 */
export async function verify(request: VerifyRequest): Promise<Report> {
  const own = ownTests(request.files);
  const run = (files: readonly TextFile[]) => runFiles(files, request);
  const ofExamples = await run(own.filter(({ path }) => path === EXAMPLES_TEST));
  const ofTests = await run(own.filter(({ path }) => path !== EXAMPLES_TEST));
  const ofAcceptance = await run(testFilesAmong(request.acceptance));
  return {
    examples: countsOf(ofExamples),
    tests: countsOf(ofTests),
    properties: { passed: 0, failed: 0 },
    acceptance: countsOf(ofAcceptance),
    failures: [...ofExamples, ...ofTests, ...ofAcceptance].flatMap(({ failure }) => failure ?? []),
    ...(request.acceptance.length === 0
      ? {}
      : { acceptanceHost: { name: await request.host.sandbox.check(request.signal) } }),
  };
}

/** Each test file of a package, and of the user's, as a file to be run by itself among all of them. */
export function testPaths({
  files,
  acceptance,
}: Pick<VerifyRequest, 'files' | 'acceptance'>): readonly string[] {
  return [...ownTests(files), ...testFilesAmong(acceptance)].map(({ path }) => path);
}

function ownTests(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter(({ path }) => /^tests\/test_\w+\.py$/.test(path));
}

function testFilesAmong(acceptance: readonly TextFile[]): readonly TextFile[] {
  const named = acceptance.filter(({ path }) =>
    /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path),
  );
  return named.length > 0 ? named : acceptance.filter(({ path }) => path.endsWith('.py'));
}

/** All files by their paths: a package's own take the place of the user's. */
export function modulesOf({
  files,
  acceptance,
}: Pick<VerifyRequest, 'files' | 'acceptance'>): Readonly<Record<string, string>> {
  return Object.fromEntries([...acceptance, ...files].map(({ path, text }) => [path, text]));
}

interface Check {
  readonly failure?: string;
}

async function runFiles(
  files: readonly TextFile[],
  request: VerifyRequest,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const file of files) checks.push(...(await runFile(file, request)));
  return checks;
}

async function runFile(
  { path }: TextFile,
  { files, acceptance, host, signal }: VerifyRequest,
): Promise<readonly Check[]> {
  const result = await callGuest(host.sandbox, {
    module: 'run_tests',
    argument: path,
    modules: modulesOf({ files, acceptance }),
    limits: TEST_LIMITS,
    signal,
  });
  if (result.status === 'out-of-limits')
    return [{ failure: `${path}: ran out of ${result.limit}, expected its tests to end` }];
  if (result.status === 'threw')
    return [{ failure: `${path}: ${result.error}, expected its tests to run` }];
  const tests = JSON.parse(result.output) as readonly {
    readonly name: string;
    readonly error: string | null;
  }[];
  if (tests.length === 0) return [{ failure: `${path}: found no test, expected at least one` }];
  return tests.map(({ name, error }) =>
    error === null ? {} : { failure: `${path}: ${name}: ${error}` },
  );
}

function countsOf(checks: readonly Check[]): Report['examples'] {
  const failed = checks.filter(({ failure }) => failure !== undefined).length;
  return { passed: checks.length - failed, failed };
}
