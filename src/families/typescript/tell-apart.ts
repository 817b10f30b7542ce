import type { Difference } from '../../activities/ports/family';
import { NO_END } from '../undecided';
import { inputsSource } from './harness';
import { furtherCalls, inputsOf } from './inputs';
import { compileSubject, observeInputs, type ObserveRequest, type Subject } from './observe-calls';
import type { Shrinkable } from './shrinking';
import { valueReturned } from './value-returned';

/** Two codes of one contract to be told apart. */
export interface TellApartRequest extends Omit<ObserveRequest, 'code' | 'checked'> {
  readonly codes: readonly [string, string];
  /** Codes whose own texts and numbers calls are made of, too. */
  readonly mentioned?: readonly string[];
  /** Whether values count that hardly anyone has in mind (NaN, -0, emoji …), where nothing else tells the codes apart. */
  readonly extremes?: boolean;
}

/**
 * The smallest call, as far as fast-check's shrinks lead, on which two codes that have passed the checker do different
 * things; null when they agree on the calls of their election and on many more, as far as the effort goes.
 */
export async function tellApart(request: TellApartRequest): Promise<Difference | null> {
  const { contract, mentioned = [] } = request;
  const compare = openComparison(request);
  const further = furtherCalls(contract, mentioned, FURTHER_CALLS);
  const seen = [...(await compare(inputsOf(contract).calls.map(unshrinkable)))];
  let latest = await firstDiffering(compare, further.plausible);
  while (latest.length > 0) {
    seen.push(...latest);
    latest = await firstDiffering(compare, shrinksOf(smallestOf(latest).slice(0, STARTS)));
  }
  if (seen.length === 0 && request.extremes === true)
    seen.push(...(await compare(further.extreme.map(unshrinkable))));
  const [found] = smallestOf(seen);
  return found === undefined ? null : { call: found.call, outcomes: found.outcomes };
}

/** Calls tried beyond those of the election. */
const FURTHER_CALLS = 300;
/** Calls in one program of the sandbox. */
const BATCH = 75;
/** Of a batch's differences so many are shrunk together: the shortest need not lead to the smallest. */
const STARTS = 4;
/** Batches in all, a few milliseconds each; what can be shrunk is small enough after some twenty. */
const EFFORT = 80;
/** What a batch that runs into a limit costs of it, since that takes seconds. */
const EFFORT_OF_STUCK = 16;

interface Found extends Difference {
  readonly origin: Shrinkable<string>;
}

/** The calls of a batch on which both codes were seen to differ; none once the effort is spent. */
type Compare = (batch: readonly Shrinkable<string>[]) => Promise<readonly Found[]>;

function openComparison({ codes, ...request }: TellApartRequest): Compare {
  const [one, other] = codes.map((code) => compileSubject({ ...request, code }));
  if (one === undefined || other === undefined) throw new Error('expected two codes');
  let effort = EFFORT;

  /** What the code did on each call, up to the first one that it came to no end on. */
  const outcomesOn = async (
    subject: Subject,
    calls: readonly string[],
  ): Promise<readonly string[]> => {
    const told = { subject, inputs: inputsSource(calls), examples: 0 };
    const seen = await observeInputs(request, { ...told, world: 0, backwards: false });
    if (!('redFlag' in seen)) return seen.map(({ outcome }) => outcome);
    effort -= EFFORT_OF_STUCK;
    if (calls.length === 1) return [NO_END];
    const outcomes: string[] = [];
    for (const call of calls) {
      outcomes.push(...(await outcomesOn(subject, [call])));
      if (outcomes.at(-1) === NO_END) break;
    }
    return outcomes;
  };

  return async (batch) => {
    if (effort <= 0) return [];
    effort -= 1;
    const calls = batch.map(({ value }) => value);
    const ofOther = await outcomesOn(other, calls);
    const ofOne = await outcomesOn(one, calls);
    return batch.flatMap((origin, i): readonly Found[] => {
      const [first, second] = [ofOne[i], ofOther[i]];
      if (first === undefined || second === undefined || first === second) return [];
      return [{ origin, call: origin.value, outcomes: [first, second] }];
    });
  };
}

/** The differences in the first batch that has any. */
async function firstDiffering(
  compare: Compare,
  calls: Iterable<Shrinkable<string>>,
): Promise<readonly Found[]> {
  for (const batch of inBatches(calls)) {
    const found = await compare(batch);
    if (found.length > 0) return found;
  }
  return [];
}

function* inBatches<T>(items: Iterable<T>): Iterable<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* shrinksOf(found: readonly Found[]): Iterable<Shrinkable<string>> {
  for (const { origin } of found) yield* origin.smaller();
}

/**
 * Calls on which both codes return data come first: who judges by a contract can say which is right there, and seldom
 * where one throws or returns NaN. Then the shortest; equally long ones in the order of their texts.
 */
function smallestOf(found: readonly Found[]): readonly Found[] {
  return [...found].sort(
    (a, b) =>
      Number(isOdd(a)) - Number(isOdd(b)) ||
      a.call.length - b.call.length ||
      (a.call < b.call ? -1 : 1),
  );
}

function isOdd({ outcomes }: Found): boolean {
  return outcomes.some((outcome) => valueReturned(outcome) === undefined);
}

function unshrinkable(value: string): Shrinkable<string> {
  return { value, smaller: () => [] };
}
