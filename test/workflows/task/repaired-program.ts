import { askedFor, type Author } from '../../support/author-model';
import { CODES, fenced, leaf, WRONG_LONGEST, wrongWins } from '../../support/five-leaves';
import type { Program } from '../../support/repair-run';

/**
 * A program of two leaves: discriminators turn away a wrong answer for one, and elect nothing on the other, whose wrong
 * code wins by votes and is elected anew once the user's test fails.
 */
export function repairedProgram(): Program {
  return {
    author: writeProgram,
    contract: { examples: [{ call: 'entry("a bbb cc dd")', returns: 'bbb' }] },
    acceptance: [{ path: 'acceptance/first.test.ts', text: ACCEPTANCE }],
    rules: { differences: { most: 1, asksUser: false } },
  };
}

const writeProgram: Author = (request, seen) => {
  const { user } = request;
  switch (askedFor(request)) {
    case 'plan':
      return PLAN;
    case 'difference':
      return JSON.stringify({ right: judge(user) });
    case 'cut':
      return fenced(seen === 0 ? CODES.cut.replace(/\.filter.*/, ';') : CODES.cut);
    case 'longest':
      return fenced(user.includes(' returns ') ? CODES.longest : (LONGEST[seen] ?? WRONG_LONGEST));
    default:
      return fenced(
        'export function entry(text: string): string {\n  return longest(cut(text));\n}',
      );
  }
};

const LONGEST = wrongWins(WRONG_LONGEST, CODES.longest);

/** No empty word is right; of equally long words nothing is said. */
function judge(user: string): 'A' | 'B' | 'unsaid' {
  if (!user.includes('On the call cut(')) return 'unsaid';
  return /^A: .*""/m.test(user) ? 'B' : 'A';
}

const PLAN = JSON.stringify({
  functions: [
    leaf('cut', 'text: string', 'string[]'),
    leaf('longest', 'words: string[]', 'string'),
  ],
});

const ACCEPTANCE = `import test from 'node:test';
import assert from 'node:assert/strict';
import { entry } from '../../src/index.js';
test('it takes the first', () => { assert.equal(entry('aa bb c'), 'aa'); });
`;
