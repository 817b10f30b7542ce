import { judgeVerifiers } from '../domain/verification';
import type { Report } from '../schemas/certificate';
import type { Contract } from '../schemas/contract';
import type { Spec } from '../schemas/spec';
import type { PartVerification, VerifierVerdict } from '../schemas/verification';
import type { Family, LoadedPart, TracedCall } from './ports/family';

/** A check that a tree of parts fails, to be run again with other codes in the tree. */
export interface FailingCheck {
  /** Of how many things the check complains as the tree stands; 0: it does not fail. */
  readonly failures: number;
  /** What it complains of, in a line that may be told to microagents: of acceptance tests no more than that they fail. */
  readonly complaint: string;
  /** Of how many things it complains with these parts in place of those that it was opened with. */
  failuresOf(parts: readonly LoadedPart[]): Promise<number>;
  /** The calls across the parts' boundaries while it fails; null where they cannot be told. */
  trace(): Promise<readonly TracedCall[] | null>;
}

export interface CheckRequest {
  readonly family: Family;
  /** All parts, callees first. */
  readonly parts: readonly LoadedPart[];
  /** Whose package fails its tests; null where the last part does not keep its own contract. */
  readonly spec: Spec | null;
  readonly signal?: AbortSignal | undefined;
}

/** Runs the check that fails once, and opens it to be run with other parts. */
export async function openCheck(request: CheckRequest): Promise<FailingCheck> {
  const { spec } = request;
  return spec === null ? openPartCheck(request) : openPackageCheck(spec, request);
}

async function openPackageCheck(spec: Spec, request: CheckRequest): Promise<FailingCheck> {
  const { family, parts, signal } = request;
  const run = (tried: readonly LoadedPart[]) =>
    family.verify(family.assemble(spec, tried), spec.acceptance, signal);
  const report = await run(parts);
  const { acceptance, failures } = report;
  const told = failures.slice(0, failedIn(report) - acceptance.failed);
  if (acceptance.failed > 0) told.push('Tests of the whole program fail that are not shown here.');
  return {
    failures: failedIn(report),
    complaint: told.join('; '),
    failuresOf: async (tried) => failedIn(await run(tried)),
    trace: () => family.traceFailure(parts, spec, signal),
  };
}

function failedIn({ examples, tests, properties, acceptance }: Report): number {
  return examples.failed + tests.failed + properties.failed + acceptance.failed;
}

/** Of a part that breaks several things one is looked at: one fault may be behind each, and the others come next. */
async function openPartCheck({ family, parts, signal }: CheckRequest): Promise<FailingCheck> {
  const own = parts.at(-1);
  if (own === undefined) throw new Error('expected a part that fails its check, found none');
  const judge = (tried: readonly LoadedPart[], contract: Contract) =>
    family.verifyPart(
      { contract, code: tried.at(-1)?.code ?? '', parts: tried.slice(0, -1), runnersUp: [] },
      signal,
    );
  const first = proofsIn(await judge(parts, own.contract));
  const contract = narrowed(own.contract, first[0]);
  return {
    failures: first.length,
    complaint: first.map(({ verifier, detail }) => `${verifier}: ${detail}`).join('; '),
    failuresOf: async (tried) => {
      const judged = await judge(tried, contract);
      return judgeVerifiers(judged.verifiers).accepted ? 0 : 1;
    },
    trace: () => family.traceFailure([...parts.slice(0, -1), { ...own, contract }], null, signal),
  };
}

function proofsIn({ verifiers }: PartVerification): readonly VerifierVerdict[] {
  return verifiers.filter(
    ({ kind, verdict }) => kind === 'deterministic' && verdict === 'disagree',
  );
}

/** The contract with nothing to keep but what was found broken. */
function narrowed(contract: Contract, broken: VerifierVerdict | undefined): Contract {
  const { examples, cases, laws, probes } = contract;
  if (broken === undefined) return contract;
  if (broken.verifier === 'laws') {
    const law = laws.filter(({ forAll, claim }) =>
      broken.detail.startsWith(`for all ${forAll}: ${claim}`),
    );
    const calls = [...examples, ...cases].map(({ call }) => call);
    return { ...contract, examples: [], cases: [], laws: law, probes: [...calls, ...probes] };
  }
  const isBroken = ({ call }: { readonly call: string }) => call === broken.counterexample;
  if (![...examples, ...cases].some(isBroken)) return contract;
  return {
    ...contract,
    examples: examples.filter(isBroken),
    cases: cases.filter(isBroken),
    laws: [],
  };
}
