import type { LoadedPart, Observed } from '../../activities/ports/family';
import type { Sandbox, SandboxLimits, SandboxResult } from '../../activities/ports/sandbox';
import type { Contract } from '../../schemas/contract';
import type { Examination } from '../../schemas/vote';
import { rememberLatest } from '../latest';
import type { CheckedCode } from './checker';
import { transpile } from './compiler';
import type { ObserveOptions } from './guest/observe';
import { HARNESS, harnessModules, inputsSource } from './harness';
import { placeParts } from './layout';

type Flagged = Extract<Examination, { status: 'flagged' }>;

/** For all inputs together: a leaf's answer takes milliseconds, so whatever takes longer is stuck. */
export const LIMITS: SandboxLimits = {
  timeMs: 2_000,
  memoryBytes: 64 * 2 ** 20,
  outputBytes: 2 ** 20,
};

/** Code to observe, with the parts it calls, callees first. */
export interface ObserveRequest {
  readonly code: string;
  /** What the checker made of the code, which saves making it again. */
  readonly checked?: CheckedCode;
  readonly contract: Contract;
  readonly parts: readonly LoadedPart[];
  readonly sandbox: Sandbox;
  readonly signal?: AbortSignal | undefined;
}

/** The modules of code and of all it calls, and the one that holds the code. */
export interface Subject {
  readonly modules: Readonly<Record<string, string>>;
  readonly file: string;
}

/** What code did on one input. */
export interface Observation {
  readonly outcome: string;
  /** The result in JSON's terms; '' for inputs that are no examples. */
  readonly found: string;
}

/**
 * What code that has passed the checker does on each of the calls, in their order; flagged when it does not come to an
 * end on all of them, whatever it did on some.
 */
export async function observeCalls(
  request: ObserveRequest,
  calls: readonly string[],
): Promise<Observed> {
  const told = { subject: compileSubject(request), inputs: inputsSource(calls), examples: 0 };
  const seen = await observeInputs(request, { ...told, world: 0, backwards: false });
  if ('redFlag' in seen) return seen;
  return { status: 'observed', outcomes: seen.map(({ outcome }) => outcome) };
}

/** Transpiles code and the parts it calls, each once however many ask. */
export function compileSubject({ code, checked, contract, parts }: ObserveRequest): Subject {
  // Its text here is not the checker's when parts of one name made it import from other files.
  const scriptOf = (source: string): string =>
    source === checked?.source ? checked.script : compiled(source);
  const placed = placeParts([...parts, { contract, code }]);
  const modules = placed.map(({ file, source }) => [`src/${file}.js`, scriptOf(source)] as const);
  return { modules: Object.fromEntries(modules), file: modules.at(-1)?.[0] ?? '' };
}

/** All answers that use a part are run with it. */
const compiled = rememberLatest(128, (source) => transpile(source));

/** What is run, on what, and how. */
interface ObserveInputs extends Omit<ObserveOptions, 'maxLength'> {
  readonly subject: Subject;
  /** As `inputsSource` made them. */
  readonly inputs: string;
  readonly world: 0 | 1;
  /** Limit on the time for all inputs together, default 2 s. */
  readonly timeMs?: number;
}

/** Runs a subject on inputs in one world, and tells what it did on each. */
export async function observeInputs(
  { contract, sandbox, signal }: Pick<ObserveRequest, 'contract' | 'sandbox' | 'signal'>,
  { subject, world, timeMs = LIMITS.timeMs, ...observed }: ObserveInputs,
): Promise<readonly Observation[] | Flagged> {
  const harness = harnessModules({
    ...observed,
    name: contract.name,
    file: subject.file,
    maxLength: LIMITS.outputBytes,
  });
  const modules = { ...subject.modules, ...harness };
  const limits = { ...LIMITS, timeMs };
  const result = await sandbox.run({ modules, entry: HARNESS, limits, world }, signal);
  if (result.status !== 'returned') return flagFailure(result);
  const pairs = JSON.parse(result.output) as readonly (readonly [string, string])[];
  return pairs.map(([outcome, found]) => ({ outcome, found }));
}

function flagFailure(result: Exclude<SandboxResult, { status: 'returned' }>): Flagged {
  if (result.status === 'out-of-limits')
    return flag('out-of-limits', `${result.limit}, for all inputs together`);
  return flag('throws-on-load', result.error);
}

/** A red flag, with what it is raised for. */
export function flag(redFlag: Flagged['redFlag'], detail: string): Flagged {
  return { status: 'flagged', redFlag, detail };
}
