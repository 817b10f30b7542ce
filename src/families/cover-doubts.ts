import type { Doubts } from '../activities/ports';
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
}

/**
 * Chooses at most `most` calls on which mutants that keep all stated ones do otherwise: always the one that tells apart
 * most of those that are left, of equal ones the shortest. Where fewer tell all apart, the others are those with most
 * that is special in no stated or chosen call: a case that the code lacks is in no mutant of it. `canBeAsked` is tried on the
 * chosen ones alone.
 */
export function coverDoubts(
  { calls, stated, told, special = [] }: Seen,
  most: number,
  canBeAsked: (call: string, returns: Json) => boolean = () => true,
): Doubts {
  const noticed = told.filter(({ size }) => size > 0);
  const kept = noticed.filter((places) => ![...places].some((place) => place < stated));
  let open = calls.flatMap(({ call, returns }, place) =>
    returns === undefined || call.length + JSON.stringify(returns).length > LONGEST
      ? []
      : [{ call, returns, place }],
  );
  let left = kept;
  const known = new Set(special.slice(0, stated).flatMap((kinds) => [...kinds]));
  const chosen: Doubts['calls'][number][] = [];
  while (chosen.length < most) {
    const tells = (place: number): number => left.filter((places) => places.has(place)).length;
    const isNew = (place: number): number =>
      [...(special[place] ?? [])].filter((kind) => !known.has(kind)).length;
    const [best] = open
      .map((one) => ({ ...one, tells: tells(one.place), isNew: isNew(one.place) }))
      .filter((one) => one.tells > 0 || one.isNew > 0)
      .sort((a, b) => b.tells - a.tells || b.isNew - a.isNew || shorter(a, b));
    if (best === undefined) break;
    const { call, returns, place } = best;
    open = open.filter((one) => one.place !== place);
    if (!canBeAsked(call, returns)) continue;
    chosen.push({ call, returns, tells: best.tells });
    left = left.filter((places) => !places.has(place));
    for (const kind of special[place] ?? []) known.add(kind);
  }
  return {
    calls: chosen.sort(shorter),
    mutants: noticed.length,
    vouched: noticed.length - kept.length,
  };
}

/** Characters of a call and its result that a small model can still work out in its head. */
const LONGEST = 300;

function shorter(a: { readonly call: string }, b: { readonly call: string }): number {
  return a.call.length - b.call.length || (a.call < b.call ? -1 : 1);
}
