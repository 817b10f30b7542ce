import { callGuest } from './guest-program';
import { type ObserveRequest, sourceOf, subjectOf } from './observe-calls';

/** What a code does on some calls, and in what its mutants differ. */
export interface MutantsSeen {
  /** One outcome a call, changed arguments left out; of long ones the beginning. */
  readonly original: readonly string[];
  readonly mutants: readonly CodeSeen[];
  /** Other answers to the contract, in the order they were given in. */
  readonly answers: readonly CodeSeen[];
}

/** The outcomes of an answer or a mutant by the places of the calls on which it does otherwise; null where it is not known on which. Equal ones differ in changed arguments. */
export type CodeSeen = ReadonlyMap<number, string> | null;

/** The calls on which mutants are observed. */
export interface Tried {
  readonly calls: readonly string[];
  /** How many of the first are stated: a mutant that does otherwise on one of these is not run on the rest. */
  readonly stated: number;
  /** Other answers that are observed as mutants are; absent: none. */
  readonly answers?: readonly string[];
}

const MOST_MUTANTS = 40;
/** Seconds of the processor's time after which no further mutant is begun: code that takes its time has fewer of them. */
const SECONDS = 2;
const LIMITS = { timeMs: 8_000, memoryBytes: 256 * 2 ** 20, outputBytes: 2 ** 23 };

/** A mutant that ends its process ends it for all that are in it: these are run again, so many together. */
const TOGETHER: readonly number[] = [Infinity, 6, 1];
/** A loop in one of the interpreter's own functions ends a process after half a second; after so many of these the rest is left out. */
const MOST_ENDS = 10;

/**
 * Runs a code that has passed its examination, other answers, and its mutants on calls, in one process unless one ends it; null
 * where the code itself came to no end there.
 */
export async function observeMutants(
  request: ObserveRequest,
  tried: Tried,
): Promise<MutantsSeen | null> {
  const { answers = [] } = tried;
  const seen = new Map<number, CodeSeen>();
  const originals: MutantsSeen['original'][] = [];
  let ends = 0;
  const observe = async (first: number, end: number, level: number): Promise<void> => {
    const size = Math.min(TOGETHER[level] ?? 1, end - first);
    for (let at = first; at < end && ends < MOST_ENDS; at += size) {
      const some = await observeRange(request, tried, [at, Math.min(at + size, end)]);
      if (some !== null) {
        originals.push(some.original);
        for (const [i, one] of some.seen.entries()) seen.set(at + i, one);
        if (some.seen.length < size) return; // there are no more, or they take too long
        continue;
      }
      ends += 1;
      if (size === 1) seen.set(at, null);
      else await observe(at, Math.min(at + size, end), level + 1);
    }
  };
  await observe(0, answers.length + MOST_MUTANTS, 0);
  const [original] = originals;
  if (original === undefined) return null;
  const isAnswer = ([place]: readonly [number, CodeSeen]): boolean => place < answers.length;
  const all = [...seen];
  return {
    original,
    answers: all.filter(isAnswer).map(([, one]) => one),
    mutants: all.filter((one) => !isAnswer(one)).map(([, one]) => one),
  };
}

/** Answers, then mutants, by their number: from the first to before the second. */
type Range = readonly [number, number];

async function observeRange(
  request: ObserveRequest,
  { calls, stated, answers = [] }: Tried,
  range: Range,
): Promise<{ readonly original: readonly string[]; readonly seen: readonly CodeSeen[] } | null> {
  const { host, signal } = request;
  const subject = subjectOf(request, 'program');
  const sources = answers.map((code) => sourceOf({ ...request, code }));
  const result = await callGuest(host.sandbox, {
    module: 'observe_mutants',
    argument: { ...subject.told, calls, stated, answers: sources, range, seconds: SECONDS },
    modules: subject.modules,
    limits: LIMITS,
    signal,
  });
  if (result.status !== 'returned') return null;
  const { original, seen } = JSON.parse(result.output) as Told;
  return { original, seen: seen.map((differences) => new Map(differences)) };
}

interface Told {
  readonly original: readonly string[];
  readonly seen: readonly (readonly (readonly [number, string])[])[];
}
