import type { Spec } from '../../../src/schemas/spec';

/** A sound spec without anything optional. */
export function spec(changes: Partial<Spec> = {}): Spec {
  return {
    name: 'text-stats',
    family: 'typescript',
    entry: {
      name: 'countWords',
      signature: 'countWords(text: string): number',
      description: 'Count the words of a text.',
      types: '',
      examples: [{ call: 'countWords("a b")', returns: 2 }],
      background: '',
      cases: [],
      probes: [],
      uses: [],
      laws: [],
    },
    acceptance: [],
    ...changes,
  };
}
