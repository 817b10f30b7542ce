import * as fc from 'fast-check';
import { editedTexts } from './edited-texts';
import { extremesOf } from './extremes';
import { shorterTexts, shrinkingBy, smallerNumbers } from './shrinking';
import type { Vocabulary } from './vocabulary';

/** Values of one type as source text: a few edges in fixed order, and an arbitrary of mostly plausible ones. */
export interface Values {
  /** Those that every author has in mind. */
  readonly edges: readonly string[];
  /** Those that few have in mind: good for finding what two codes differ in, too odd to vote on. */
  readonly extremes: readonly string[];
  readonly arbitrary: fc.Arbitrary<string>;
}

/** These values alone, the simplest first. */
export function constants(...texts: readonly string[]): Values {
  return { edges: texts, extremes: [], arbitrary: fc.constantFrom(...texts) };
}

/** Small whole numbers first, some negative or broken, and those the contract mentions. */
export function numberValues(vocabulary: Vocabulary): Values {
  const { numbers: known, mentioned } = vocabulary;
  const weighted = [
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
    { weight: 2, arbitrary: fc.integer({ min: -10, max: -1 }) },
    { weight: 2, arbitrary: fc.integer({ min: 13, max: 1_000 }) },
    { weight: 1, arbitrary: fc.constantFrom(0.5, 1.5, 2.25, -1.5) },
    ...(known.length > 0 ? nearKnown(known) : []),
    ...nearMentioned(mentioned?.numbers ?? []),
  ];
  const arbitrary = shrinkingBy(fc.oneof(...weighted), smallerNumbers);
  const { spokenOf, unspoken } = extremesOf('number', vocabulary);
  return {
    edges: [...spokenOf, '0', '1', '-1', '2'],
    extremes: unspoken,
    arbitrary: arbitrary.map(String),
  };
}

/** The numbers that the contract mentions, their neighbours, and multiples of them. */
function nearKnown(
  known: readonly number[],
): readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<number> }[] {
  const some = fc.constantFrom(...known);
  const beside = fc.tuple(some, fc.constantFrom(-1, 1)).map(([number, step]) => number + step);
  const times = fc.tuple(some, fc.constantFrom(2, 10, 100)).map(([number, by]) => number * by);
  return [
    { weight: 5, arbitrary: some },
    { weight: 2, arbitrary: beside },
    { weight: 1, arbitrary: times },
  ];
}

/** The numbers that codes mention, and their neighbours. */
function nearMentioned(
  numbers: readonly number[],
): readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<number> }[] {
  if (numbers.length === 0) return [];
  const beside = fc.tuple(fc.constantFrom(...numbers), fc.constantFrom(-1, 0, 0, 1));
  return [{ weight: 5, arbitrary: beside.map(([number, step]) => number + step) }];
}

/** The texts that the contract mentions, recombined from their words; few edges, since equal intents differ there. */
export function stringValues(vocabulary: Vocabulary): Values {
  const { strings: known, mentioned = { strings: [] } } = vocabulary;
  const { spokenOf, unspoken } = extremesOf('string', vocabulary);
  const wholes = known.length > 0 ? known : DEFAULT_STRINGS;
  const tokens = wordsIn(wholes);
  const word = tokens[0] ?? 'a';
  const others = tokens.every((known) => /^\p{L}+$/u.test(known)) ? OTHER_WORDS : [word];
  const token = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(tokens.length > 0 ? tokens : ['a', 'b'])) },
    { weight: 1, arbitrary: fc.constantFrom(word.toUpperCase(), capitalised(word)) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
  const recombined = fc
    .tuple(
      fc.array(token, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...separatorsIn(wholes)),
    )
    .map(([parts, separator]) => parts.join(separator));
  const edges = ['', word, ` ${word} `, `${word}  ${word}`];
  const arbitrary = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...wholes) },
    { weight: 4, arbitrary: recombined },
    { weight: 4, arbitrary: editedTexts(wholes, mentioned.strings) },
    ...(mentioned.strings.length > 0
      ? [{ weight: 3, arbitrary: fc.constantFrom(...mentioned.strings) }]
      : []),
    { weight: 1, arbitrary: fc.constantFrom(...edges) },
  );
  return {
    edges: [...spokenOf, ...edges.map((text) => JSON.stringify(text))],
    extremes: unspoken,
    arbitrary: shrinkingBy(arbitrary, shorterTexts).map((text) => JSON.stringify(text)),
  };
}

/** Of other lengths and letters than an example's few words, where these are words at all. */
const OTHER_WORDS = ['cat', 'Dog', 'ee', 'apple', 'the'];

const DEFAULT_STRINGS = ['a', 'b', 'ab', 'hello', 'Hello World', 'a bb a', 'the cat sat', 'x1'];

/** The words of some texts, each once, the longest left out. */
export function wordsIn(texts: readonly string[]): readonly string[] {
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set(words)].filter((word) => word !== '' && word.length <= 40);
}

/** What stands between the words of the known texts; texts of one word each are recombined without a gap, mostly. */
function separatorsIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap(
    (text) => text.match(/(?<=[\p{L}\p{N}])[^\p{L}\p{N}]{1,3}(?=[\p{L}\p{N}])/gu) ?? [],
  );
  return found.length > 0 ? found : ['', '', ' '];
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
