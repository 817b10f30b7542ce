import type { LoadedPart, TracedCall } from '../../activities/ports/family';
import type { Sandbox, SandboxProgram } from '../../activities/ports/sandbox';
import type { Json } from '../../schemas/hash';
import type { Spec } from '../../schemas/spec';
import { assemble } from './assemble';
import { canonical } from './guest/canonical';
import { tellCalls, traced, type CallSeen } from './guest/trace';
import { guestModule } from './guest-module';
import { inputsSource } from './harness';
import { lawFunction } from './law';
import { placeParts } from './layout';
import { compileSubject, LIMITS } from './observe-calls';
import { failingTests, packageModules, testProgram } from './verify';
import { failingCalls } from './verify-part';

export interface TraceRequest {
  /** All parts, callees first. */
  readonly parts: readonly LoadedPart[];
  /** Whose tests fail; null when the last part does not keep its own contract. */
  readonly spec: Spec | null;
  readonly sandbox: Sandbox;
  readonly signal?: AbortSignal | undefined;
}

/** The calls that crossed the parts' boundaries while the checks ran that fail, in the order in which they began. */
export async function traceFailure(request: TraceRequest): Promise<readonly TracedCall[]> {
  const { parts, sandbox, signal } = request;
  const programs =
    request.spec === null
      ? await programsOfPart(request)
      : await programsOfPackage(request.spec, request);
  const calls: TracedCall[] = [];
  for (const program of programs) {
    const result = await sandbox.run(traceProgram(program, parts), signal);
    if (result.status !== 'returned') continue;
    const seen = JSON.parse(result.output) as readonly CallSeen[];
    calls.push(...seen.map((call) => readCall(call, parts)));
  }
  return calls;
}

/** One program for each stated call or law that fails. */
async function programsOfPart(request: TraceRequest): Promise<readonly SandboxProgram[]> {
  const callees = request.parts.slice(0, -1);
  const part = request.parts.at(-1);
  if (part === undefined) return [];
  const failing = await failingCalls({ ...request, ...part, parts: callees, runnersUp: [] });
  return failing.map(({ call, law }) => {
    const asked = law === null ? part : lawFunction(law, part.contract);
    const others = law === null ? callees : request.parts;
    const { modules, file } = compileSubject({ ...request, ...asked, parts: others });
    const harness = `import { ${asked.contract.name} as subject } from './${file}';
${inputsSource([call])}export const main = () => subject(...inputs[0]());
`;
    return { modules: { ...modules, [ENTRY]: harness }, entry: ENTRY, limits: LIMITS, world: 0 };
  });
}

/** One program for each test file that has a failing test. */
async function programsOfPackage(
  spec: Spec,
  { parts, sandbox, signal }: TraceRequest,
): Promise<readonly SandboxProgram[]> {
  const files = assemble(spec, parts);
  const failing = await failingTests({ files, acceptance: spec.acceptance, sandbox, signal });
  const modules = packageModules(files, spec.acceptance);
  return failing.map((file) => testProgram(file, modules));
}

/** The program with a wrapper around each part, under every path by which others import it. */
function traceProgram(program: SandboxProgram, parts: readonly LoadedPart[]): SandboxProgram {
  const modules: Record<string, string> = {
    ...program.modules,
    [TRACE]: guestModule('trace', { traced, tellCalls }),
    [TRACER]: `import { tellCalls } from '${TRACE}';
import { main as check } from './${program.entry}';
export const main = () => tellCalls(check);
`,
  };
  for (const [number, { file, contract }] of placeParts(parts).entries())
    for (const path of PATHS.map((at) => at(file))) {
      const inner = program.modules[path];
      if (inner === undefined) continue;
      modules[`${path}${INNER}`] = inner;
      modules[path] = `import { traced } from '${TRACE}';
import { ${contract.name} as inner } from '${path}${INNER}';
const outer = traced(${number}, inner);
export { outer as ${contract.name} };
`;
    }
  return { ...program, modules, entry: TRACER };
}

const ENTRY = 'failing-call.js';
const TRACER = 'trace.js';
const TRACE = 'millwright:trace';
const INNER = '?inner';
const PATHS = [
  (file: string) => `src/${file}.js`,
  (file: string) => `dist/${file}.js`,
  (file: string) => `src/${file}.ts`,
  (file: string) => `src/${file}`,
];

/** A call as source text where JSON says all of its arguments, and its result where JSON says all of that. */
function readCall({ part, args, result }: CallSeen, parts: readonly LoadedPart[]): TracedCall {
  const name = parts[part]?.contract.name ?? '';
  const given = dataIn(args);
  const call = Array.isArray(given)
    ? `${name}(${given.map((arg) => JSON.stringify(arg)).join(', ')})`
    : null;
  const returned = result === null ? undefined : dataIn(result);
  return { part, call, ...(returned === undefined ? {} : { returned }) };
}

function dataIn([json, exact]: readonly [string, string]): Json | undefined {
  const value = JSON.parse(json) as Json;
  return canonical(value) === exact ? value : undefined;
}
