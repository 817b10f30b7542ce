import type { Json } from '../schemas/hash';

/**
 * What is special about the arguments of a call, by their places: a code may lack the case for it, and no mutant of that
 * code has one. Equal words are equal kinds of special case. Of a text's signs those that `prose`, all that the contract says,
 * mentions too have a meaning.
 */
export function specialCasesIn(args: readonly Json[], prose: string): ReadonlySet<string> {
  const alone = args.flatMap((arg, place) =>
    kindsOf(arg, prose).map((kind) => `${place}: ${kind}`),
  );
  return new Set([...alone, ...relationsOf(args)]);
}

/** How sizes of different arguments compare: numbers by their value, texts and lists by their length. */
function relationsOf(args: readonly Json[]): readonly string[] {
  const sizes = args.map(sizeOf);
  return sizes.flatMap((one, first) =>
    sizes.slice(first + 1).flatMap((other, after) => {
      if (one === undefined || other === undefined) return [];
      const sign = one < other ? '<' : one > other ? '>' : '=';
      return [`${first} ${sign} ${first + 1 + after}`];
    }),
  );
}

function sizeOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function kindsOf(value: Json, prose: string): readonly string[] {
  if (typeof value === 'number') return kindsOfNumber(value);
  if (typeof value === 'string') return kindsOfText(value, prose);
  if (Array.isArray(value)) return kindsOfList(value as readonly Json[], prose);
  return value === null ? ['nothing'] : [];
}

function kindsOfNumber(value: number): readonly string[] {
  if (value === 0) return ['zero'];
  return [
    ...(value < 0 ? ['negative'] : []),
    ...(value === 1 ? ['one'] : []),
    `${String(Math.trunc(Math.abs(value))).length} digits`,
  ];
}

function kindsOfText(value: string, prose: string): readonly string[] {
  if (value === '') return ['empty'];
  if (UNUSUAL.test(value) && !UNUSUAL.test(prose)) return [];
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['one character', /^.$/su],
    ['blank at an end', /^\s|\s$/],
    ['the same twice', /(.)\1/su],
    ['capitals', /\p{Lu}/u],
    ['small letters', /\p{Ll}/u],
    ['digits', /\p{N}/u],
  ];
  const signs = new Set(value.match(/([^\p{L}\p{N}])\1*/gu));
  return [
    ...kinds.flatMap(([kind, sign]) => (sign.test(value) ? [kind] : [])),
    ...[...signs].flatMap((sign) =>
      prose.includes(sign.charAt(0)) ? kindsOfSign(sign, value) : [],
    ),
  ];
}

/** Letters and signs that few contracts have a rule for, so that nobody could say what comes of them. */
const UNUSUAL = /[^ -~\t\n]/;

/** Where a sign stands, or one that is written more than once together, and whether it does so again. */
function kindsOfSign(sign: string, text: string): readonly string[] {
  const told = JSON.stringify(sign);
  return [
    told,
    ...(text.startsWith(sign) ? [`${told} first`] : []),
    ...(text.endsWith(sign) ? [`${told} last`] : []),
    ...(text.indexOf(sign) !== text.lastIndexOf(sign) ? [`${told} again`] : []),
  ];
}

function kindsOfList(value: readonly Json[], prose: string): readonly string[] {
  if (value.length === 0) return ['empty'];
  const texts = value.map((item) => JSON.stringify(item));
  const isRepeated = new Set(texts).size < texts.length;
  const ofItems = new Set(value.flatMap((item) => kindsOf(item, prose)));
  return [
    ...(value.length === 1 ? ['one item'] : []),
    ...(isRepeated ? ['equal items'] : []),
    ...[...ofItems].map((kind) => `item ${kind}`),
  ];
}
