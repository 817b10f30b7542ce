import type { Example, Law } from '../../src/schemas/contract';
import type { TextFile } from '../../src/schemas/spec';
import { askedFor, type Author } from './author-model';

/** A function of a plan, as a decomposer proposes one that uses no other. */
export const leaf = (name: string, parameters: string, returns: string) => ({
  name,
  parameters,
  returns,
  purpose: `The ${name} of it.`,
  uses: [],
});

/** A program of five leaves: one that cuts a text into words, three that are told these, and one that joins. */
const FIVE_LEAVES = JSON.stringify({
  functions: [
    leaf('cut', 'text: string', 'string[]'),
    leaf('longest', 'words: string[]', 'string'),
    leaf('shortest', 'words: string[]', 'string'),
    leaf('letters', 'words: string[]', 'number'),
    leaf('join', 'long: string, short: string, count: number', 'string'),
  ],
});

export const CODES = {
  cut: `export function cut(text: string): string[] {\n  return text.split(' ').filter((word) => word !== '');\n}`,
  longest: `export function longest(words: string[]): string {\n  let best = '';\n  for (const word of words) if (word.length > best.length) best = word;\n  return best;\n}`,
  shortest: `export function shortest(words: string[]): string {\n  let best = words[0] ?? '';\n  for (const word of words) if (word.length < best.length) best = word;\n  return best;\n}`,
  letters: `export function letters(words: string[]): number {\n  return words.join('').length;\n}`,
  join: 'export function join(long: string, short: string, count: number): string {\n  return `${long} ${short} ${count}`;\n}',
  tidy: 'export function tidy(text: string): string {\n  return text.trim();\n}',
  middle: `export function middle(text: string): string {\n  const words = cut(text);\n  return join(longest(words), shortest(words), letters(words));\n}`,
  entry: `export function entry(text: string): string {\n  const words = cut(text);\n  return join(longest(words), shortest(words), letters(words));\n}`,
} as const;

/** Takes the last of equally long words for the longest one, which shows in the second of the examples alone. */
export const WRONG_LONGEST = CODES.longest.replace('>', '>=');

/** Takes the last of equally short words for the shortest one. */
export const WRONG_SHORTEST = CODES.shortest.replace('<', '<=');

export const EXAMPLES: readonly Example[] = [
  { call: 'entry("a bbb cc dd")', returns: 'bbb a 8' },
  { call: 'entry("aa bb c")', returns: 'aa c 5' },
  { call: 'entry("aaa b c")', returns: 'aaa b 5' },
];

/** Kept by right code, and broken where the last of equally long words is taken. */
export const LAW: Law = {
  forAll: 'n: number',
  claim: "entry('aa bb ' + String(n)[0]).startsWith('aa ')",
};

/** Tests as a user would write them: one for each example. */
export const acceptanceOf = (examples: readonly Example[]): readonly TextFile[] =>
  examples.map(({ call, returns }, number) => ({
    path: `acceptance/${number}.test.ts`,
    text: `import test from 'node:test';
import assert from 'node:assert/strict';
import { entry } from '../src/index.js';
test('it is right', () => { assert.equal(${call}, ${JSON.stringify(returns)}); });
`,
  }));

export const ACCEPTANCE = acceptanceOf(EXAMPLES);

type Name = keyof typeof CODES;

/**
 * Writes right code, but for functions that have codes here: these it writes in their order, and the last again and again,
 * until it is told a result.
 */
export function authorOf(codes: Partial<Readonly<Record<Name, readonly string[]>>> = {}): Author {
  return (request, seen) => {
    const asked = askedFor(request) as Name | 'plan';
    if (asked === 'plan') return planFor(request.user);
    const given = request.user.includes(' returns ') ? undefined : codes[asked];
    return fenced(given?.[seen] ?? given?.at(-1) ?? CODES[asked]);
  };
}

function planFor(user: string): string {
  return user.includes(DEEP) && !user.includes('middle(') ? ABOVE : FIVE_LEAVES;
}

export function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** In the description of an entry that is split into two functions, one of which is split into the five leaves. */
export const DEEP = 'Deep.';

const ABOVE = JSON.stringify({
  functions: [
    leaf('tidy', 'text: string', 'string'),
    { ...leaf('middle', 'text: string', 'string'), purpose: 'Do it. '.repeat(50).trim() },
  ],
});

/** Answers of an election that a wrong code wins by two, while the right one has a vote. */
export const wrongWins = (wrong: string, right: string) => [wrong, right, wrong, wrong];

/** Calls by election, of a run with a margin of two, without any fault. */
export const UNHARMED = {
  'entry#plan': 2,
  'entry/cut#code': 2,
  'entry/longest#code': 2,
  'entry/shortest#code': 2,
  'entry/letters#code': 2,
  'entry/join#code': 2,
  'entry#code': 2,
};

/** Calls where the one faulty leaf, elected by three votes of four, is elected anew and nothing else is. */
export const REPAIRED = { ...UNHARMED, 'entry/longest#code': 4, 'entry/longest~2#code': 2 };
