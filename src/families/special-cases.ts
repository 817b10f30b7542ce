import type { Json } from '../schemas/hash';

/**
 * What is special about the arguments of a call, by their places: a code may lack the case for it, and no mutant of that
 * code has one. Equal words are equal kinds of special case; plain arguments have none.
 */
export function specialCasesIn(args: readonly Json[]): ReadonlySet<string> {
  return new Set(args.flatMap((arg, place) => kindsOf(arg).map((kind) => `${place}: ${kind}`)));
}

function kindsOf(value: Json): readonly string[] {
  if (typeof value === 'number') return kindsOfNumber(value);
  if (typeof value === 'string') return kindsOfText(value);
  if (Array.isArray(value)) return kindsOfList(value as readonly Json[]);
  return value === null ? ['nothing'] : [];
}

function kindsOfNumber(value: number): readonly string[] {
  if (value === 0) return ['zero'];
  return [...(value < 0 ? ['negative'] : []), ...(value === 1 ? ['one'] : [])];
}

function kindsOfText(value: string): readonly string[] {
  if (value === '') return ['empty'];
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['one character', /^.$/su],
    ['blank at an end', /^\s|\s$/],
    ['the same twice', /(.)\1/su],
    ['capitals', /\p{Lu}/u],
  ];
  return kinds.flatMap(([kind, sign]) => (sign.test(value) ? [kind] : []));
}

function kindsOfList(value: readonly Json[]): readonly string[] {
  if (value.length === 0) return ['empty'];
  const texts = value.map((item) => JSON.stringify(item));
  const isRepeated = new Set(texts).size < texts.length;
  const ofItems = new Set(value.flatMap(kindsOf));
  return [
    ...(value.length === 1 ? ['one item'] : []),
    ...(isRepeated ? ['equal items'] : []),
    ...[...ofItems].map((kind) => `item ${kind}`),
  ];
}
