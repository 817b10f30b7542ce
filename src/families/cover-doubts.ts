import type { Difference, Doubts, DoubtsWanted } from '../activities/ports/family';
import { canonicalJson } from '../domain/canonical-json';
import { isCountable, isExact } from '../domain/numbers-in';
import { differInRoundingOnly } from '../domain/rounding';
import type { Contract } from '../schemas/contract';
import type { Json } from '../schemas/hash';
import { proseOf } from './given-calls';
import { specialCasesIn } from './special-cases';
import { NO_END } from './undecided';

/** What a code and its mutants did on some calls. */
export interface Seen {
  /** Each call with what the code returns on it, the stated ones first; undefined where that is not data. */
  readonly calls: readonly { readonly call: string; readonly returns: Json | undefined }[];
  /** What is special about the arguments of each; absent: nothing is known of them. */
  readonly special?: readonly ReadonlySet<string>[];
  /** How many of them are stated. */
  readonly stated: number;
  /** For each mutant the places of the calls on which a stated result would tell it from the code. */
  readonly told: readonly ReadonlySet<number>[];
  /** The same for other answers; absent: there are none. */
  readonly answers?: readonly ReadonlySet<number>[];
  /** What a witness returns on the calls, as it tells it; absent: there is none. */
  readonly testimony?: readonly (Json | undefined)[] | undefined;
  /** What tells other answers apart from the code, its own outcome first. */
  readonly differences?: readonly Difference[];
}

/**
 * Chooses at most `most` calls, none of the `known` ones, on which answers or mutants that keep all stated ones do otherwise:
 * always the one that tells apart most answers of those that are left, of equal ones most mutants, then with most that is
 * special in no stated or chosen call, then the shortest. So where fewer tell all apart, the others are special alone: a case
 * that the code lacks is in no mutant of it. `canBeAsked` is tried on the chosen ones alone.
 */
export function coverDoubts(
  { calls, stated, told, answers = [], differences = [], special = [], testimony }: Seen,
  { most, known }: Pick<DoubtsWanted, 'most' | 'known'>,
  canBeAsked: (call: string, returns: Json) => boolean = () => true,
): Doubts {
  const noticed = told.filter(({ size }) => size > 0);
  const keepsStated = (places: ReadonlySet<number>): boolean =>
    ![...places].some((place) => place < stated);
  const kept = noticed.filter(keepsStated);
  const witness = testimony && hear(calls, testimony);
  const others = witness === undefined ? answers : [...answers, witness.apart];
  const apart = others.filter((places) => places.size > 0 && keepsStated(places));
  let open = calls.flatMap(({ call, returns }, place) =>
    returns === undefined || !canBeStated(call, returns) || known.includes(call)
      ? []
      : [{ call, returns, place }],
  );
  let left: Left = { mutants: kept, answers: apart };
  const kinds = new Set(special.slice(0, stated).flatMap((some) => [...some]));
  const chosen: Doubts['calls'][number][] = [];
  while (chosen.length < most) {
    const [best] = open
      .map((one) => ({ ...one, ...worthOf(one.place, left, special[one.place], kinds) }))
      .filter(({ tellsAnswers, tells, newKinds }) => tellsAnswers + tells + newKinds > 0)
      .sort(moreWorth);
    if (best === undefined) break;
    const { call, returns, place, tells, tellsAnswers } = best;
    open = open.filter((one) => one.place !== place);
    if (!canBeAsked(call, returns)) continue;
    chosen.push({ call, returns, tells, tellsAnswers });
    left = { mutants: without(place, left.mutants), answers: without(place, left.answers) };
    for (const kind of special[place] ?? []) kinds.add(kind);
  }
  return {
    calls: chosen.sort(shorter),
    // Of answers that differ where the code comes to no end nobody could be asked.
    answersApart:
      apart.length + differences.filter(({ outcomes }) => outcomes[0] === NO_END).length,
    ...(witness && { witness: { calls: witness.calls, apart: witness.apart.size } }),
    mutants: noticed.length,
    vouched: noticed.length - kept.length,
  };
}

/** On how many calls both return data, and the places of those on which it is not the same. */
function hear(
  calls: Seen['calls'],
  testimony: NonNullable<Seen['testimony']>,
): { readonly calls: number; readonly apart: ReadonlySet<number> } {
  const both = calls.flatMap(({ returns }, place) => {
    const other = testimony[place];
    if (returns === undefined || other === undefined) return [];
    if (!isCountable(returns) || !isCountable(other)) return [];
    return [{ place, one: canonicalJson(returns), other: canonicalJson(other) }];
  });
  const apart = both.filter(({ one, other }) => one !== other && !differInRoundingOnly(one, other));
  return { calls: both.length, apart: new Set(apart.map(({ place }) => place)) };
}

/** What no chosen call tells apart yet. */
interface Left {
  readonly mutants: readonly ReadonlySet<number>[];
  readonly answers: readonly ReadonlySet<number>[];
}

/** What it would be good for to state the call of a place. */
interface Worth {
  readonly tellsAnswers: number;
  readonly tells: number;
  /** Kinds of special case that no stated or chosen call has. */
  readonly newKinds: number;
}

function worthOf(
  place: number,
  { mutants, answers }: Left,
  special: ReadonlySet<string> = new Set(),
  known: ReadonlySet<string>,
): Worth {
  const countIn = (all: readonly ReadonlySet<number>[]): number =>
    all.filter((places) => places.has(place)).length;
  return {
    tellsAnswers: countIn(answers),
    tells: countIn(mutants),
    newKinds: [...special].filter((kind) => !known.has(kind)).length,
  };
}

function moreWorth(a: Worth & { call: string }, b: Worth & { call: string }): number {
  return (
    b.tellsAnswers - a.tellsAnswers || b.tells - a.tells || b.newKinds - a.newKinds || shorter(a, b)
  );
}

function without(
  place: number,
  all: readonly ReadonlySet<number>[],
): readonly ReadonlySet<number>[] {
  return all.filter((places) => !places.has(place));
}

/** Whether verifiers could state the result of a call, and as JSON that floating point does not round. */
function canBeStated(call: string, returns: Json): boolean {
  return isExact(returns) && call.length + JSON.stringify(returns).length <= LONGEST;
}

/** Characters of a call and its result that a small model can still work out in its head. */
const LONGEST = 300;

function shorter(a: { readonly call: string }, b: { readonly call: string }): number {
  return a.call.length - b.call.length || (a.call < b.call ? -1 : 1);
}

/** A smallest call for each answer that is told apart from a code, its own outcome first. */
export async function differencesFrom(
  answers: readonly string[],
  tellApart: (answer: string) => Promise<Difference | null>,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const answer of answers) {
    const difference = await tellApart(answer);
    if (difference !== null) found.push(difference);
  }
  return found;
}

/** What is told of calls by their arguments: what is special about each, and what the witness returns on it. */
export async function toldOfCalls(
  args: readonly (readonly Json[] | undefined)[],
  contract: Contract,
  { witness }: Pick<DoubtsWanted, 'witness'>,
): Promise<Required<Pick<Seen, 'special' | 'testimony'>>> {
  const prose = proseOf(contract);
  return {
    special: args.map((some) => specialCasesIn(some ?? [], prose)),
    testimony: await witness?.(args),
  };
}
