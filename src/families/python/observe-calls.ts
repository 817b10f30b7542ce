import type { LoadedPart, Observed } from '../../activities/ports/family';
import type { SandboxLimits, SandboxResult } from '../../activities/ports/sandbox';
import type { Contract, Example } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import type { Examination } from '../../schemas/vote';
import { hintsOfContract } from './contract-hints';
import { callGuest, type PythonHost } from './guest-program';
import { declaredNames, givenNames, placeParts, TYPES_FILE, typesModule } from './module-source';

type Flagged = Extract<Examination, { status: 'flagged' }>;

/** For all inputs together: a leaf's answer takes milliseconds, so whatever takes longer is stuck. */
export const LIMITS: SandboxLimits = {
  timeMs: 2_000,
  memoryBytes: 256 * 2 ** 20,
  outputBytes: 2 ** 20,
};

/** Code to observe, with the parts it calls, callees first. */
export interface ObserveRequest {
  readonly code: string;
  readonly contract: Contract;
  readonly parts: readonly LoadedPart[];
  readonly host: PythonHost;
  readonly signal?: AbortSignal | undefined;
}

/** What code did on one call; and, where the call's result is stated, what it did instead. */
export interface Observation {
  readonly outcome: string;
  readonly fault: Fault | null;
}

/** What code did on each of the calls; `size` is the length of its normal form, in which layout, hints and names count for nothing. */
export interface Observations {
  readonly size: number;
  readonly observations: readonly Observation[];
}

/** 'type': a result that is not of the contract's type; 'found': not what is stated. */
type Fault = { readonly type: string } | { readonly found: string };

/** What code that has passed its examination does on each of the calls, in their order. */
export async function observeCalls(
  request: ObserveRequest,
  calls: readonly string[],
): Promise<Observed> {
  const seen = await observeInputs(request, { calls, stated: [], world: 0 });
  if ('redFlag' in seen) return seen;
  return { status: 'observed', outcomes: seen.observations.map(({ outcome }) => outcome) };
}

/** Checks an answer and runs it in one world on calls, of which the first ones have stated results; in the world 1 last to first. */
export async function observeInputs(
  request: ObserveRequest,
  {
    calls,
    stated,
    world,
  }: { readonly calls: readonly string[]; readonly stated: readonly Json[]; readonly world: 0 | 1 },
): Promise<Observations | Flagged> {
  const { host, signal } = request;
  const subject = subjectOf(request, 'program');
  const result = await callGuest(host.sandbox, {
    module: 'observe',
    argument: { ...subject.told, calls, stated, backwards: world === 1 },
    modules: subject.modules,
    limits: LIMITS,
    world,
    signal,
  });
  if (result.status !== 'returned') return flagFailure(result);
  const read = JSON.parse(result.output) as Told;
  if ('flag' in read) return flag(read.flag, read.detail);
  const { size, seen } = read;
  return { size, observations: seen.map(([outcome, fault]) => ({ outcome, fault })) };
}

type Told =
  | { readonly flag: Flagged['redFlag']; readonly detail: string }
  | { readonly size: number; readonly seen: readonly (readonly [string, Fault | null])[] };

/** An answer as the guest loads it: its modules in a package of that name, and what the guest is told of it. */
export function subjectOf(
  { code, contract, parts }: Pick<ObserveRequest, 'code' | 'contract' | 'parts'>,
  folder: string,
) {
  const placed = placeParts([...parts, { contract, code }]);
  const { signature, result } = hintsOfContract(contract);
  const declared = declaredNames(contract.types);
  const modules = {
    [`${folder}/__init__.py`]: '',
    [`${folder}/${TYPES_FILE}.py`]: typesModule(contract.types),
    ...Object.fromEntries(placed.map(({ file, source }) => [`${folder}/${file}.py`, source])),
  };
  const taken = [...declared, ...contract.uses.map(({ name }) => name)];
  const told = {
    code,
    module: `${folder}.${placed.at(-1)?.file ?? ''}`,
    types: `${folder}.${TYPES_FILE}`,
    declared,
    result,
    contract: {
      name: contract.name,
      signature: signature.text,
      taken,
      types: contract.types,
      given: givenNames(code, contract),
    },
  };
  return { modules, told };
}

/** The text of the module that holds the code among its parts. */
export function sourceOf({
  code,
  contract,
  parts,
}: Pick<ObserveRequest, 'code' | 'contract' | 'parts'>): string {
  return placeParts([...parts, { contract, code }]).at(-1)?.source ?? '';
}

/** Examples and cases as calls and results, of several results for one call the first. */
export function statedCalls({ examples, cases }: Contract): readonly Example[] {
  const first = new Map<string, Example>();
  for (const example of [...examples, ...cases])
    if (!first.has(example.call)) first.set(example.call, example);
  return [...first.values()];
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
