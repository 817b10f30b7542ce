import type { Question } from './author-server';

const PLAN = {
  functions: [
    {
      name: 'split_words',
      parameters: 'text: str',
      returns: 'list[str]',
      purpose: 'The maximal runs of characters that are not whitespace, in order.',
      uses: [],
    },
    {
      name: 'longest_word',
      parameters: 'words: list[str]',
      returns: 'str',
      purpose: 'The first word with the greatest length; the empty string without words.',
      uses: [],
    },
    {
      name: 'count_words',
      parameters: 'words: list[str]',
      returns: 'dict[str, int]',
      purpose: 'How often each word occurs.',
      uses: [],
    },
  ],
};

/** Programs that behave alike and read differently, and last one that is wrong. */
const CODE: Readonly<Record<string, readonly [string, string, string]>> = {
  split_words: [
    'def split_words(text: str) -> list[str]:\n    return text.split()',
    'import re\n\ndef split_words(text: str) -> list[str]:\n    return re.findall(r"\\S+", text)',
    'def split_words(text: str) -> list[str]:\n    return text.split(" ")',
  ],
  longest_word: [
    'def longest_word(words: list[str]) -> str:\n    return max(words, key=len, default="")',
    'def longest_word(words: list[str]) -> str:\n    best = ""\n    for word in words:\n        if len(word) > len(best):\n            best = word\n    return best',
    'def longest_word(words: list[str]) -> str:\n    return words[0] if words else ""',
  ],
  count_words: [
    'def count_words(words: list[str]) -> dict[str, int]:\n    counts: dict[str, int] = {}\n    for word in words:\n        counts[word] = counts.get(word, 0) + 1\n    return counts',
    'def count_words(words: list[str]) -> dict[str, int]:\n    return {word: words.count(word) for word in words}',
    'def count_words(words: list[str]) -> dict[str, int]:\n    return {word: 1 for word in words}',
  ],
  text_stats: [
    'def text_stats(text: str) -> TextStats:\n    words = split_words(text)\n    return TextStats(len(words), longest_word(words), count_words(words))',
    'def text_stats(text: str) -> TextStats:\n    found = split_words(text)\n    frequency = count_words(found)\n    return TextStats(word_count=sum(frequency.values()), longest=longest_word(found), frequency=frequency)',
    'def text_stats(text: str) -> TextStats:\n    return TextStats(0, "", {})',
  ],
};

/** Builds examples/text-stats-python as a programmer would who is wrong one time in five, as a tester one time in twenty, by the question and its seed. */
export function pythonAuthor({ subject, seed, user }: Question): string {
  const cases = casesIn(user);
  const replies: Readonly<Record<string, object>> = {
    plan: PLAN,
    size: { size: 'leaf' },
    choice: { choice: 'A' },
    inputs: { calls: cases.map(([call]) => call) },
    results: { results: cases.map(([, result]) => (seed % 20 === 0 ? `wrong ${seed}` : result)) },
  };
  const reply = replies[subject];
  if (reply !== undefined) return JSON.stringify(reply);
  const [one, other, wrong] = CODE[subject] ?? ['', '', ''];
  return `\`\`\`python\n${seed % 5 === 0 ? wrong : seed % 2 === 0 ? one : other}\n\`\`\``;
}

/** Calls of the function that a verifier is asked about, with what they return as JSON. */
const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  split_words: [
    ['split_words(" a  b ")', '["a","b"]'],
    ['split_words("")', '[]'],
  ],
  longest_word: [['longest_word(["a", "bb", "cc"])', '"bb"']],
  count_words: [['count_words(["a", "b", "a"])', '{"a":2,"b":1}']],
};

function casesIn(user: string): readonly (readonly [string, string])[] {
  const name = Object.keys(CASES).find((known) => new RegExp(`\\b${known}\\(`).test(user));
  return CASES[name ?? ''] ?? [];
}
