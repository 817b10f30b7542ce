import type { Doubts } from '../activities/ports/family';
import type { Json } from '../schemas/hash';

/** What a code and its mutants did on some calls. */
export interface Seen {
  /** Each call with what the code returns on it, the stated ones first; undefined where no verifier could state that. */
  readonly calls: readonly { readonly call: string; readonly returns: Json | undefined }[];
  /** What is special about the arguments of each; absent: nothing is known of them. */
  readonly special?: readonly ReadonlySet<string>[];
  /** How many of them are stated. */
  readonly stated: number;
  /** For each mutant the places of the calls on which a stated result would tell it from the code. */
  readonly told: readonly ReadonlySet<number>[];
  /** The same for other answers; absent: there are none. */
  readonly answers?: readonly ReadonlySet<number>[];
}

/**
 * Chooses at most `most` calls on which answers or mutants that keep all stated ones do otherwise: always the one that tells
 * apart most answers of those that are left, of equal ones most mutants, then with most that is special, then the shortest. Where fewer tell all apart, the
 * others are those with most that is special in no stated or chosen call: a case that the code lacks is in no mutant of it.
 * `canBeAsked` is tried on the chosen ones alone.
 */
export function coverDoubts(
  { calls, stated, told, answers = [], special = [] }: Seen,
  most: number,
  canBeAsked: (call: string, returns: Json) => boolean = () => true,
): Doubts {
  const noticed = told.filter(({ size }) => size > 0);
  const keepsStated = (places: ReadonlySet<number>): boolean =>
    ![...places].some((place) => place < stated);
  const kept = noticed.filter(keepsStated);
  const apart = answers.filter((places) => places.size > 0 && keepsStated(places));
  let open = calls.flatMap(({ call, returns }, place) =>
    returns === undefined || call.length + JSON.stringify(returns).length > LONGEST
      ? []
      : [{ call, returns, place }],
  );
  let left: Left = { mutants: kept, answers: apart };
  const known = new Set(special.slice(0, stated).flatMap((kinds) => [...kinds]));
  const chosen: Doubts['calls'][number][] = [];
  while (chosen.length < most) {
    const [best] = open
      .map((one) => ({ ...one, ...worthOf(one.place, left, special[one.place], known) }))
      .filter(({ tellsAnswers, tells, newKinds }) => tellsAnswers + tells + newKinds > 0)
      .sort(moreWorth);
    if (best === undefined) break;
    const { call, returns, place, tells, tellsAnswers } = best;
    open = open.filter((one) => one.place !== place);
    if (!canBeAsked(call, returns)) continue;
    chosen.push({ call, returns, tells, tellsAnswers });
    left = { mutants: without(place, left.mutants), answers: without(place, left.answers) };
    for (const kind of special[place] ?? []) known.add(kind);
  }
  return {
    calls: chosen.sort(shorter),
    answersApart: apart.length,
    mutants: noticed.length,
    vouched: noticed.length - kept.length,
  };
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

/** Characters of a call and its result that a small model can still work out in its head. */
const LONGEST = 300;

function shorter(a: { readonly call: string }, b: { readonly call: string }): number {
  return a.call.length - b.call.length || (a.call < b.call ? -1 : 1);
}
