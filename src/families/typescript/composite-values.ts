import * as fc from 'fast-check';
import { wordsIn, type Values } from './plausible';
import type { Vocabulary } from './vocabulary';

/** Lists of an element's values: none, one, equal ones, in order, in reverse order; as extremes long ones and those of extremes. */
export function listValues(element: Values, { strings }: Vocabulary): Values {
  const words = wordsIn(strings);
  const single = element.edges.at(-1);
  const ofWords = single?.startsWith('"') === true && words.length > 0;
  const twice = ofWords ? JSON.stringify(words[0]) : single;
  const some = ofWords ? words.map((word) => JSON.stringify(word)) : element.edges;
  const ordered = inOrder([...new Set(some)].slice(0, 4));
  const lists = [
    [],
    ...(twice === undefined ? [] : [[twice], [twice, twice]]),
    ...(ordered === undefined || ordered.length < 2 ? [] : [ordered, [...ordered].reverse()]),
  ];
  const long = Array.from({ length: LONG }, (_, i) => some[i % some.length] ?? '');
  return {
    edges: [...new Set(lists.map(listText))],
    extremes: [
      ...(some.length > 0 ? [listText(long)] : []),
      ...element.extremes.map((text) => `[${text}]`),
    ],
    arbitrary: itemsOf(element.arbitrary).map(listText),
  };
}

/** Entries of a record with known words, or small numbers, as its keys. */
export function recordValues(
  values: Values,
  { keys, vocabulary }: { readonly keys: 'texts' | 'numbers'; readonly vocabulary: Vocabulary },
): Values {
  const words = wordsIn(vocabulary.strings);
  const texts = words.length > 0 ? words : ['a', 'b', 'c', 'key'];
  const key = fc.constantFrom(...(keys === 'texts' ? texts : ['0', '1', '2', '10']));
  const entries = fc.uniqueArray(fc.tuple(key, values.arbitrary), {
    maxLength: 4,
    selector: ([k]) => k,
  });
  const write = (pairs: readonly (readonly [string, string])[]) =>
    `{ ${pairs.map(([k, value]) => `${JSON.stringify(k)}: ${value}`).join(', ')} }`;
  return {
    edges: ['{ }'],
    extremes: values.extremes.map((value) => write([[keys === 'texts' ? 'a' : '0', value]])),
    arbitrary: entries.map(write),
  };
}

/** One value of each part, written by `write`; of the extremes one at a time. */
export function sequenceOf(
  parts: readonly Values[],
  write: (texts: readonly string[]) => string,
): Values {
  const firsts = parts.map(({ edges }) => edges[0] ?? 'undefined');
  const lasts = parts.map(({ edges }) => edges.at(-1) ?? 'undefined');
  return {
    edges: [...new Set([write(firsts), write(lasts)])],
    extremes: parts.flatMap(({ extremes }, i) =>
      extremes.map((extreme) => write(lasts.with(i, extreme))),
    ),
    arbitrary: fc.tuple(...parts.map(({ arbitrary }) => arbitrary)).map(write),
  };
}

/** Items of an extremely long list. */
const LONG = 100;

/** Mostly up to six items as they come; sometimes in order, in reverse order, or with one of them repeated. */
function itemsOf(item: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const plain = fc.array(item, { maxLength: 6 });
  const repeated = plain.map((items) => [...items, ...items.slice(0, 1)]);
  return fc.oneof(
    { weight: 7, arbitrary: plain },
    { weight: 1, arbitrary: plain.map((items) => inOrder(items) ?? items) },
    { weight: 1, arbitrary: plain.map((items) => inOrder(items)?.reverse() ?? items) },
    { weight: 1, arbitrary: repeated },
  );
}

/** The texts of numbers, or of strings, in their order; undefined for others, which have none. */
function inOrder(texts: readonly string[]): string[] | undefined {
  if (texts.every((text) => !Number.isNaN(Number(text))))
    return [...texts].sort((a, b) => Number(a) - Number(b));
  return texts.every((text) => text.startsWith('"')) ? [...texts].sort() : undefined;
}

function listText(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}
