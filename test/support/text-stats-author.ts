import { canonicalJson } from '../../src/domain/canonical-json';
import { valueReturned } from '../../src/families/typescript/value-returned';
import type { Json } from '../../src/schemas/hash';
import type { Question } from './author-server';

const PLAN = {
  functions: [
    {
      name: 'splitWords',
      parameters: 'text: string',
      returns: 'string[]',
      purpose: 'The maximal runs of characters that are not whitespace, in order.',
      uses: [],
    },
    {
      name: 'longestWord',
      parameters: 'words: string[]',
      returns: 'string',
      purpose: 'The first word with the greatest length; the empty string without words.',
      uses: [],
    },
    {
      name: 'countWords',
      parameters: 'words: string[]',
      returns: 'Record<string, number>',
      purpose: 'How often each word occurs.',
      uses: [],
    },
  ],
};

/** Programs that behave alike and read differently, and last one that is wrong. */
const CODE: Readonly<Record<string, readonly [string, string, string]>> = {
  splitWords: [
    'export function splitWords(text: string): string[] {\n  return text.match(/\\S+/g) ?? [];\n}',
    "export function splitWords(text: string): string[] {\n  return text.split(/\\s+/).filter((word) => word !== '');\n}",
    "export function splitWords(text: string): string[] {\n  return text.split(' ');\n}",
  ],
  longestWord: [
    "export function longestWord(words: string[]): string {\n  let best = '';\n  for (const word of words) if (word.length > best.length) best = word;\n  return best;\n}",
    "export function longestWord(words: string[]): string {\n  return words.reduce((best, word) => (word.length > best.length ? word : best), '');\n}",
    "export function longestWord(words: string[]): string {\n  return words[0] ?? '';\n}",
  ],
  countWords: [
    'export function countWords(words: string[]): Record<string, number> {\n  const counts: Record<string, number> = {};\n  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;\n  return counts;\n}',
    'export function countWords(words: string[]): Record<string, number> {\n  return words.reduce<Record<string, number>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});\n}',
    'export function countWords(words: string[]): Record<string, number> {\n  return Object.fromEntries(words.map((word) => [word, 1]));\n}',
  ],
  textStats: [
    'export function textStats(text: string): TextStats {\n  const words = splitWords(text);\n  return { wordCount: words.length, longest: longestWord(words), frequency: countWords(words) };\n}',
    'export function textStats(text: string): TextStats {\n  const all = splitWords(text);\n  const frequency = countWords(all);\n  return { wordCount: all.length, longest: longestWord(all), frequency };\n}',
    "export function textStats(text: string): TextStats {\n  return { wordCount: 0, longest: '', frequency: {} };\n}",
  ],
};

/**
 * Builds examples/text-stats as a fair programmer would who is wrong one time in five: what it answers depends on the
 * question and its seed alone, so that a question asked again after a crash gets the same answer.
 */
export function textStatsAuthor(question: Question): string {
  const { subject, seed } = question;
  const structured = STRUCTURED[subject];
  if (structured !== undefined) return JSON.stringify(structured(question));
  const [one, other, wrong] = CODE[subject] ?? ['', '', ''];
  const code = seed % 5 === 0 ? wrong : seed % 2 === 0 ? one : other;
  return `\`\`\`typescript\n${code}\n\`\`\``;
}

/** What it answers in JSON, by what it is asked for. */
const STRUCTURED: Readonly<Record<string, (question: Question) => unknown>> = {
  plan: () => PLAN,
  size: () => ({ size: 'leaf' }),
  choice: () => ({ choice: 'A' }),
  inputs: ({ user }) => ({ calls: callsOf(user) }),
  results: ({ user, seed }) => ({ results: resultsOf(user, seed) }),
  difference: ({ user, seed }) => ({ right: judgementOf(user, seed) }),
};

const RIGHT: Readonly<Record<string, (given: never) => unknown>> = {
  splitWords,
  longestWord,
  countWords,
  textStats: (text: string) => {
    const words = splitWords(text);
    return {
      wordCount: words.length,
      longest: longestWord(words),
      frequency: countWords(words),
    };
  },
};

function splitWords(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}

function longestWord(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '');
}

function countWords(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Which of two outcomes of a call is right; wrong as often as the code. */
function judgementOf(user: string, seed: number): string {
  const [, name = '', given = '', a = ''] =
    /^On the call (\w+)\((.*)\)\nA: one program (.*)$/m.exec(user) ?? [];
  const told = valueReturned(a);
  const right = RIGHT[name]?.(JSON.parse(given) as never) as Json;
  const isA = told !== undefined && canonicalJson(told) === canonicalJson(right);
  return isA === (seed % 5 !== 0) ? 'A' : 'B';
}

/** Calls of the function that a verifier is asked about, with what they return as JSON. */
const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  splitWords: [
    ['splitWords(" a  b ")', '["a","b"]'],
    ['splitWords("")', '[]'],
  ],
  longestWord: [['longestWord(["a", "bb", "cc"])', '"bb"']],
  countWords: [['countWords(["a", "b", "a"])', '{"a":2,"b":1}']],
};

function casesIn(user: string): readonly (readonly [string, string])[] {
  const name = Object.keys(CASES).find((known) => new RegExp(`^${known}\\(`, 'm').test(user));
  return CASES[name ?? ''] ?? [];
}

function callsOf(user: string): readonly string[] {
  return casesIn(user).map(([call]) => call);
}

/** Wrong as often as the code, and then each in a way of its own. */
function resultsOf(user: string, seed: number): readonly string[] {
  return casesIn(user).map(([, result]) => (seed % 5 === 0 ? `wrong ${seed}` : result));
}
