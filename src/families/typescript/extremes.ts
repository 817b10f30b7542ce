import type { Vocabulary } from './vocabulary';

/**
 * Values at the ends of their type. Authors who mean the same differ on them (is the reverse of an emoji two broken
 * halves?), so that in an election they would split the vote: they are compared on only where the contract speaks of them.
 */
export function extremesOf(
  type: 'number' | 'string' | 'bigint',
  { prose }: Pick<Vocabulary, 'prose'>,
): { readonly spokenOf: readonly string[]; readonly unspoken: readonly string[] } {
  const all = EXTREMES[type];
  return {
    spokenOf: all.filter(([, sign]) => sign.test(prose)).map(([text]) => text),
    unspoken: all.filter(([, sign]) => !sign.test(prose)).map(([text]) => text),
  };
}

type Extreme = readonly [text: string, sign: RegExp];

const HUGE = /\b(?:huge|very large|any size|safe integer|overflow)/i;
const LETTERS = 'unicode|code ?point|grapheme|non-?ascii';

const NUMBERS: readonly Extreme[] = [
  ['NaN', /\bNaN\b|not a number/i],
  ['Infinity', /\binfinit/i],
  ['-Infinity', /\binfinit/i],
  ['-0', /(?<![\w.])-0(?![\w.])|(?:negative|minus) zero/i],
  ['1000000007', HUGE],
  ['-1000000007', HUGE],
  ['9007199254740991', HUGE],
  ['1e21', HUGE],
  ['5e-324', /\btiny\b|very small/i],
];

const TEXTS: readonly (readonly [value: string, sign: RegExp])[] = [
  ['é', /accent|diacritic|letters of any/i],
  ['e\u0301a', /accent|diacritic|combining|normali[sz]e/i],
  ['a😀b', /emoji|surrogate|astral/i],
  ['👩‍👩‍👧', /emoji|surrogate|astral/i],
  ['שלום a', /right-to-left|\brtl\b|bidi|hebrew|arabic/i],
  ['ǅ ß İ', /title ?case letters?/i],
  ['a\u00a0b\u2028', /no-break|non-breaking/i],
  ['\u0000', /control character/i],
  ['constructor', /\bconstructor\b/i],
  ['__proto__', /__proto__/i],
  ['ab'.repeat(200), /\blong texts?\b/i],
];

const BIGINTS: readonly Extreme[] = [
  ['18446744073709551616n', HUGE],
  ['-170141183460469231731687303715884105729n', HUGE],
];

const EXTREMES: Readonly<Record<'number' | 'string' | 'bigint', readonly Extreme[]>> = {
  number: NUMBERS,
  string: TEXTS.map(([value, sign]) => [
    JSON.stringify(value),
    /[^\0-\x7f]/.test(value) ? new RegExp(`${sign.source}|${LETTERS}`, 'i') : sign,
  ]),
  bigint: BIGINTS,
};
