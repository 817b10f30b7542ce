import { inputsSource } from './harness';
import { mutantsOf } from './mutants';
import {
  compileSubject,
  observeInputs,
  type Observation,
  type ObserveRequest,
} from './observe-calls';

/** A code with the parts it calls; what the checker made of it is not that of its mutants. */
export type MutateRequest = Omit<ObserveRequest, 'checked'>;

/** A run of a mutant takes milliseconds; one that takes as long as this is in a loop, and behaves otherwise. */
const MUTANT_MS = 400;
/** Some take all of their time, so that more would make a verification slow. */
const MOST_MUTANTS = 40;

/** What a code does on some calls, and what each of its mutants does. */
export interface MutantsSeen {
  /** One a call. */
  readonly original: readonly Observation[];
  readonly mutants: readonly MutantSeen[];
  /** Other answers to the contract, in the order they were given in. */
  readonly answers: readonly MutantSeen[];
}

interface MutantSeen {
  /** Whether it did otherwise than the code on any of the calls. */
  readonly isOtherwise: boolean;
  /** The places of the calls on which a stated result would tell: that arguments were changed, it does not see. */
  readonly told: ReadonlySet<number>;
}

/** The calls on which mutants are observed. */
export interface Tried {
  readonly calls: readonly string[];
  /** How many of the first are stated: a mutant that does otherwise on one of these is not run on the rest. */
  readonly stated: number;
  /** Whether a mutant that comes to no end is run until it is known on which call; else the first unstated one stands for it. */
  readonly locates: boolean;
  /** Other answers that are observed as mutants are; absent: none. */
  readonly answers?: readonly string[];
}

/**
 * Runs a code, its mutants, and other answers on calls; null when there is nothing to compare it with, or the code itself comes
 * to no end.
 */
export async function observeMutants(
  request: MutateRequest,
  tried: Tried,
): Promise<MutantsSeen | null> {
  const mutants = mutantsOf(request.code, MOST_MUTANTS);
  const { answers = [] } = tried;
  if (mutants.length + answers.length === 0) return null;
  const original = await observeAll(request, tried.calls);
  if (original === null) return null;
  const compareAll = (codes: readonly string[]): Promise<readonly MutantSeen[]> =>
    Promise.all(codes.map((code) => compareMutant({ ...request, code }, tried, original)));
  return { original, answers: await compareAll(answers), mutants: await compareAll(mutants) };
}

async function compareMutant(
  request: MutateRequest,
  { calls, stated, locates }: Tried,
  original: readonly Observation[],
): Promise<MutantSeen> {
  const first = await observeUntilStuck(request, calls.slice(0, stated), false);
  const known = compare(first, original);
  if (known.told.size > 0) return known;
  const rest = await observeUntilStuck(request, calls.slice(stated), locates);
  return compare([...first, ...rest], original);
}

function compare(seen: readonly Observation[], original: readonly Observation[]): MutantSeen {
  const differing = seen.flatMap(({ outcome, found }, place) => {
    const right = original[place];
    return outcome === right?.outcome ? [] : [{ place, isTold: found !== right?.found }];
  });
  return {
    isOtherwise: differing.length > 0,
    told: new Set(differing.flatMap(({ place, isTold }) => (isTold ? [place] : []))),
  };
}

/** What code does on each call up to the first on which it comes to no end, as far as that is located. */
async function observeUntilStuck(
  request: MutateRequest,
  calls: readonly string[],
  locates: boolean,
): Promise<readonly Observation[]> {
  if (calls.length === 0) return [];
  const seen = await observeAll(request, calls, MUTANT_MS);
  if (seen !== null) return seen;
  if (calls.length === 1 || !locates) return [NO_END];
  const half = Math.ceil(calls.length / 2);
  const before = await observeUntilStuck(request, calls.slice(0, half), locates);
  if (before.at(-1) === NO_END) return before;
  return [...before, ...(await observeUntilStuck(request, calls.slice(half), locates))];
}

const NO_END: Observation = { outcome: 'came to no end', found: 'came to no end' };

/** Null when the code does not come to an end on all calls. */
async function observeAll(
  request: MutateRequest,
  calls: readonly string[],
  timeMs?: number,
): Promise<readonly Observation[] | null> {
  const seen = await observeInputs(request, {
    subject: compileSubject(request),
    inputs: inputsSource(calls),
    world: 0,
    backwards: false,
    examples: calls.length,
    ...(timeMs === undefined ? {} : { timeMs }),
  });
  return 'redFlag' in seen ? null : seen;
}
