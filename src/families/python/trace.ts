import type { LoadedPart, TracedCall } from '../../activities/ports/family';
import type { SandboxLimits } from '../../activities/ports/sandbox';
import type { Spec } from '../../schemas/spec';
import { assemble, packageName } from './assemble';
import { callGuest, type PythonHost } from './guest-program';
import type { InputMaker } from './inputs';
import { lawPart } from './law';
import { declaredNames, placeParts, TYPES_FILE } from './module-source';
import { LIMITS, subjectOf } from './observe-calls';
import { valueReturned } from './value-returned';
import { modulesOf, TEST_LIMITS, testPaths } from './verify';
import { failingCalls } from './verify-part';

export interface TraceRequest {
  /** All parts, callees first. */
  readonly parts: readonly LoadedPart[];
  /** Whose tests fail; null when the last part does not keep its own contract. */
  readonly spec: Spec | null;
  readonly host: PythonHost;
  readonly inputs: InputMaker;
  readonly signal?: AbortSignal | undefined;
}

/** The calls that crossed the parts' boundaries while the checks ran that fail, in the order in which they began. */
export async function traceFailure(request: TraceRequest): Promise<readonly TracedCall[]> {
  const { parts, host, signal } = request;
  const programs =
    request.spec === null
      ? await programsOfPart(request)
      : programsOfPackage(request.spec, request);
  const calls: TracedCall[] = [];
  for (const { folder, modules, ...program } of programs) {
    const result = await callGuest(host.sandbox, {
      ...program,
      module: 'trace',
      modules: withTraces(modules, folder, parts),
      signal,
    });
    if (result.status !== 'returned') continue;
    calls.push(...(JSON.parse(result.output) as readonly CallSeen[]).map(readCall));
  }
  return calls;
}

/** What is run while calls are told. */
interface Program {
  readonly argument: object;
  readonly modules: Readonly<Record<string, string>>;
  /** Where the parts' modules are. */
  readonly folder: string;
  readonly limits: SandboxLimits;
}

/** One program for each stated call or law that fails. */
async function programsOfPart(request: TraceRequest): Promise<readonly Program[]> {
  const callees = request.parts.slice(0, -1);
  const part = request.parts.at(-1);
  if (part === undefined) return [];
  const failing = await failingCalls({ ...request, ...part, parts: callees, runnersUp: [] });
  return failing.map(({ call, law }) => {
    const asked =
      law === null
        ? { ...part, parts: callees }
        : { ...lawPart(law, part.contract), parts: request.parts };
    const folder = 'program';
    const { told, modules } = subjectOf(asked, folder);
    return { argument: { ...told, call }, modules, folder, limits: LIMITS };
  });
}

/** One program for each test file; calls of tests that pass are not told. */
function programsOfPackage(spec: Spec, { parts }: TraceRequest): readonly Program[] {
  const tested = { files: assemble(spec, parts), acceptance: spec.acceptance };
  const folder = packageName(spec.name);
  const types = { types: `${folder}.${TYPES_FILE}`, declared: declaredNames(spec.entry.types) };
  return testPaths(tested).map((test) => ({
    argument: { ...types, test },
    modules: modulesOf(tested),
    folder,
    limits: TEST_LIMITS,
  }));
}

/** The modules with a wrapper around each part, in place before any other module imports it. */
function withTraces(
  modules: Readonly<Record<string, string>>,
  folder: string,
  parts: readonly LoadedPart[],
): Readonly<Record<string, string>> {
  const placed = placeParts(parts).map(({ file, contract: { name } }, part) => {
    const path = `${folder}/${file}.py`;
    const wrapper = `from millwright_guest.trace import traced as ${TRACED}\n${name} = ${TRACED}(${part}, '${name}', ${name})\n`;
    return [path, `${modules[path] ?? ''}\n\n${wrapper}`] as const;
  });
  return { ...modules, ...Object.fromEntries(placed) };
}

/** No name of an answer's. */
const TRACED = '_millwright_traced';

/** The result as the outcome of a call tells it. */
interface CallSeen {
  readonly part: number;
  readonly call: string | null;
  readonly returned: string | null;
}

function readCall({ part, call, returned }: CallSeen): TracedCall {
  const value = returned === null ? undefined : valueReturned(`returned ${returned}`);
  return { part, call, ...(value === undefined ? {} : { returned: value }) };
}
