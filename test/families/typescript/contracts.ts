import type { Contract } from '../../../src/schemas/contract';

/** A contract with only what a test says about it. */
export function contractOf(signature: string, rest: Partial<Contract> = {}): Contract {
  const name = /^\w+/.exec(signature)?.[0] ?? '';
  return {
    name,
    signature,
    description: '',
    types: '',
    examples: [],
    background: '',
    cases: [],
    probes: [],
    uses: [],
    laws: [],
    ...rest,
  };
}

export const WORDS = contractOf('words(text: string): string[]', {
  description: 'Splits a text at white space.',
  examples: [{ call: 'words("a bb a")', returns: ['a', 'bb', 'a'] }],
});

export const WORDS_CODE = `/** Splits a text at white space. */
export function words(text: string): string[] {
  return text.split(/\\s+/).filter((word) => word !== '');
}
`;

export const TEXT_STATS = contractOf('textStats(text: string): TextStats', {
  description: 'Counts the words of a text.',
  types:
    'interface TextStats { words: number; longest: string; frequency: Record<string, number> }',
  examples: [
    {
      call: 'textStats("a bb a")',
      returns: { words: 3, longest: 'bb', frequency: { a: 2, bb: 1 } },
    },
    { call: 'textStats("")', returns: { words: 0, longest: '', frequency: {} } },
  ],
  uses: [{ name: WORDS.name, signature: WORDS.signature, description: WORDS.description }],
});

export const TEXT_STATS_CODE = `export function textStats(text: string): TextStats {
  const all = words(text);
  const frequency: Record<string, number> = {};
  let longest = '';
  for (const word of all) {
    frequency[word] = (frequency[word] ?? 0) + 1;
    if (word.length > longest.length) longest = word;
  }
  return { words: all.length, longest, frequency };
}
`;
