import { createHash } from 'node:crypto';
import type { LoadedPart, Sandbox, SandboxLimits, SandboxResult } from '../../activities/ports';
import type { Contract } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { Examination } from '../../schemas/vote';
import type { CheckedCode } from './checker';
import { transpile } from './compiler';
import { canonical } from './guest/canonical';
import { HARNESS, harnessModules, inputsSource } from './harness';
import { inputsOf } from './inputs';
import { rememberLatest } from './latest';
import { placeParts } from './layout';

type Flagged = Extract<Examination, { status: 'flagged' }>;

/** For all inputs together: a leaf's answer takes milliseconds, so whatever takes longer is stuck. */
const LIMITS: SandboxLimits = { timeMs: 2_000, memoryBytes: 64 * 2 ** 20, outputBytes: 2 ** 20 };

/** An answer to examine, with the parts it calls, callees first. */
export interface BehaviourRequest {
  readonly code: string;
  /** What the checker made of the code, which saves making it again. */
  readonly checked?: CheckedCode;
  readonly contract: Contract;
  readonly parts: readonly LoadedPart[];
  readonly sandbox: Sandbox;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides which candidate an answer is: the hash of what it did on every input of its contract, changed arguments
 * included. Runs an answer that has passed the checker in two worlds, in the second with the inputs in reverse: what depends on
 * the clock, on chance or on earlier calls differs and is flagged, and so is what contradicts an example.
 */
export async function examineBehaviour(request: BehaviourRequest): Promise<Examination> {
  const { contract } = request;
  const { calls, inputs } = callsOf(JSON.stringify(contract));
  const subject = compileSubject(request);
  const forwards = await observeIn(0, request, { ...subject, inputs });
  if ('redFlag' in forwards) return forwards;
  const backwards = await observeIn(1, request, { ...subject, inputs });
  if ('redFlag' in backwards) return backwards;
  const differing = forwards.findIndex(({ outcome }, i) => outcome !== backwards[i]?.outcome);
  if (differing >= 0) {
    const [first, second] = [forwards, backwards].map((seen) => seen[differing]?.outcome ?? '');
    return flag(
      'not-deterministic',
      `${calls[differing] ?? ''}: ${shorten(first ?? '')}, then ${shorten(second ?? '')}`,
    );
  }
  const contradiction = findContradiction(contract, forwards);
  if (contradiction !== undefined) return contradiction;
  const outcomes = JSON.stringify(forwards.map(({ outcome }) => outcome));
  return { status: 'vote', candidate: createHash('sha256').update(outcomes).digest('hex') };
}

/** The calls on which a contract's answers are compared, the same ones for all answers of an election. */
const callsOf = rememberLatest(64, (contract) => {
  const { calls } = inputsOf(JSON.parse(contract) as Contract);
  return { calls, inputs: inputsSource(calls) };
});

/** All answers that use a part are run with it. */
const compiled = rememberLatest(128, (source) => transpile(source));

/** The modules of an answer and of all it calls, and the one that holds the answer. */
interface Subject {
  readonly modules: Readonly<Record<string, string>>;
  readonly file: string;
}

function compileSubject({ code, checked, contract, parts }: BehaviourRequest): Subject {
  // Its text here is not the checker's when parts of one name made it import from other files.
  const scriptOf = (source: string): string =>
    source === checked?.source ? checked.script : compiled(source);
  const placed = placeParts([...parts, { contract, code }]);
  const modules = placed.map(({ file, source }) => [`src/${file}.js`, scriptOf(source)] as const);
  return { modules: Object.fromEntries(modules), file: modules.at(-1)?.[0] ?? '' };
}

interface Observation {
  readonly outcome: string;
  /** The result in JSON's terms; '' for inputs that are no examples. */
  readonly found: string;
}

async function observeIn(
  world: 0 | 1,
  { contract, sandbox, signal }: BehaviourRequest,
  { modules, file, inputs }: Subject & { readonly inputs: string },
): Promise<readonly Observation[] | Flagged> {
  const harness = harnessModules({
    name: contract.name,
    file,
    inputs,
    examples: new Set(statedBy(contract).map(({ call }) => call)).size,
    backwards: world === 1,
    maxLength: LIMITS.outputBytes,
  });
  const program = { modules: { ...modules, ...harness }, entry: HARNESS, limits: LIMITS, world };
  const result = await sandbox.run(program, signal);
  if (result.status !== 'returned') return flagFailure(result);
  const pairs = JSON.parse(result.output) as readonly (readonly [string, string])[];
  return pairs.map(([outcome, found]) => ({ outcome, found }));
}

function flagFailure(result: Exclude<SandboxResult, { status: 'returned' }>): Flagged {
  if (result.status === 'out-of-limits')
    return flag('out-of-limits', `${result.limit}, for all inputs together`);
  return flag('throws-on-load', result.error);
}

/** Flags an answer for the first example, or else the first agreed case, that it contradicts. */
function findContradiction(
  contract: Contract,
  observations: readonly Observation[],
): Flagged | undefined {
  const stated = statedBy(contract);
  // Several examples may state one call: the observations are one per call.
  const calls = [...new Set(stated.map(({ call }) => call))];
  for (const [index, { call, returns }] of stated.entries()) {
    const expected = exampleText(returns);
    const { found } = observations[calls.indexOf(call)] ?? { found: 'nothing' };
    if (found === expected) continue;
    const isExample = index < contract.examples.length;
    const detail = `${call}: expected ${shorten(expected)}, found ${shorten(found)}`;
    return flag(isExample ? 'contradicts-example' : 'contradicts-case', detail);
  }
  return undefined;
}

/** The calls whose results are known, in the order in which `inputsOf` begins with them. */
function statedBy({ examples, cases }: Contract): Contract['examples'] {
  return [...examples, ...cases];
}

function exampleText(returns: Json): string {
  return canonical(returns, 'json');
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function flag(redFlag: Flagged['redFlag'], detail: string): Flagged {
  return { status: 'flagged', redFlag, detail };
}
