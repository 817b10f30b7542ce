import { canBeDecided, NO_END } from '../undecided';
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
/** Calls on which the code itself may come to no end: each takes its time to be located. */
const MOST_ENDLESS = 4;
/** Some take all of their time, so that more would make a verification slow. */
const MOST_MUTANTS = 40;

/** What a code does on some calls, and what each of its mutants does. */
export interface MutantsSeen {
  /** Those tried on which the code comes to an end. */
  readonly calls: readonly string[];
  /** One a call. */
  readonly original: readonly Observation[];
  readonly mutants: readonly CodeSeen[];
  /** Other answers to the contract, in the order they were given in. */
  readonly answers: readonly CodeSeen[];
}

interface CodeSeen {
  /** Whether it did otherwise than the code on any of the calls. */
  readonly isOtherwise: boolean;
  /** The places of the calls on which a stated result would tell: that arguments were changed, it does not see. */
  readonly told: ReadonlySet<number>;
  /** Those of them on which somebody could say which is right. */
  readonly decided: ReadonlySet<number>;
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
 * Runs a code, its mutants, and other answers on calls; null when there is nothing to compare it with, or the code itself
 * comes to no end on the first.
 */
export async function observeMutants(
  request: MutateRequest,
  tried: Tried,
): Promise<MutantsSeen | null> {
  const mutants = mutantsOf(request.code, MOST_MUTANTS);
  const { answers = [] } = tried;
  if (mutants.length + answers.length === 0) return null;
  const ended = await observeEnding(request, tried.calls);
  if (ended.length === 0) return null;
  const original = ended.map(({ seen }) => seen);
  const calls = ended.map(({ call }) => call);
  const [ofAnswers, ofMutants] = [
    answers.map((code) => compareAnswer({ ...request, code }, calls, original)),
    mutants.map((code) => compareMutant({ ...request, code }, { ...tried, calls }, original)),
  ];
  return {
    calls,
    original,
    answers: await Promise.all(ofAnswers),
    mutants: await Promise.all(ofMutants),
  };
}

/** What code does on the calls on which it comes to an end, up to the first of too many on which it does not. */
async function observeEnding(
  request: MutateRequest,
  calls: readonly string[],
): Promise<readonly { readonly call: string; readonly seen: Observation }[]> {
  const ended: { readonly call: string; readonly seen: Observation }[] = [];
  let left = calls;
  for (let endless = 0; left.length > 0 && endless <= MOST_ENDLESS; endless += 1) {
    const seen = await observeUntilStuck(request, left, { locates: true });
    const isStuck = seen.at(-1) === NO_END_SEEN;
    const before = isStuck ? seen.slice(0, -1) : seen;
    ended.push(...before.map((one, at) => ({ call: left[at] ?? '', seen: one })));
    left = isStuck ? left.slice(seen.length) : [];
  }
  return ended;
}

/** An answer has as much time as it had in its examination, and keeps all that is stated. */
async function compareAnswer(
  request: MutateRequest,
  calls: readonly string[],
  original: readonly Observation[],
): Promise<CodeSeen> {
  return compare(await observeUntilStuck(request, calls, { locates: true }), original);
}

async function compareMutant(
  request: MutateRequest,
  { calls, stated, locates }: Tried,
  original: readonly Observation[],
): Promise<CodeSeen> {
  const timeMs = MUTANT_MS;
  const first = await observeUntilStuck(request, calls.slice(0, stated), {
    locates: false,
    timeMs,
  });
  const known = compare(first, original);
  if (known.told.size > 0) return known;
  const rest = await observeUntilStuck(request, calls.slice(stated), { locates, timeMs });
  return compare([...first, ...rest], original);
}

function compare(seen: readonly Observation[], original: readonly Observation[]): CodeSeen {
  const differing = seen.flatMap(({ outcome, found }, place) => {
    const right = original[place];
    if (right === undefined || outcome === right.outcome) return [];
    const isTold = found !== right.found;
    return [{ place, isTold, isDecided: isTold && canBeDecided(found, right.found) }];
  });
  const placesWith = (is: (one: (typeof differing)[number]) => boolean): ReadonlySet<number> =>
    new Set(differing.filter(is).map(({ place }) => place));
  return {
    isOtherwise: differing.length > 0,
    told: placesWith(({ isTold }) => isTold),
    decided: placesWith(({ isDecided }) => isDecided),
  };
}

/** What code does on each call up to the first on which it comes to no end, as far as that is located. */
async function observeUntilStuck(
  request: MutateRequest,
  calls: readonly string[],
  how: { readonly locates: boolean; readonly timeMs?: number },
): Promise<readonly Observation[]> {
  if (calls.length === 0) return [];
  const seen = await observeAll(request, calls, how.timeMs);
  if (seen !== null) return seen;
  if (calls.length === 1 || !how.locates) return [NO_END_SEEN];
  const half = Math.ceil(calls.length / 2);
  const before = await observeUntilStuck(request, calls.slice(0, half), how);
  if (before.at(-1) === NO_END_SEEN) return before;
  return [...before, ...(await observeUntilStuck(request, calls.slice(half), how))];
}

const NO_END_SEEN: Observation = { outcome: NO_END, found: NO_END };

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
