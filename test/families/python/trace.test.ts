import type { TracedCall } from '../../../src/activities/ports/family';
import { createPythonFamily } from '../../../src/families/python';
import type { Contract } from '../../../src/schemas/contract';
import type { Spec } from '../../../src/schemas/spec';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

const WORDS = contractOf('words(text: str) -> list[str]');
const BROKEN_WORDS = {
  contract: WORDS,
  code: 'def words(text: str) -> list[str]:\n    return [word for word in text.split() if word != "bb"]\n',
};
const UNUSED = {
  contract: contractOf('unused(n: int) -> int'),
  code: 'def unused(n: int) -> int:\n    return n\n',
};
const uses = [{ name: 'words', signature: WORDS.signature, description: '' }];
const stats = (rest: Partial<Contract>) => ({
  contract: contractOf('stats(text: str) -> Stats', {
    types: '@dataclass\nclass Stats:\n    words: int\n    longest: str',
    uses,
    ...rest,
  }),
  code: 'def stats(text: str) -> Stats:\n    found = words(text)\n    return Stats(len(found), max(found, key=len, default=""))\n',
});
const EXAMPLES = [
  { call: 'stats("")', returns: { words: 0, longest: '' } },
  { call: 'stats("a bb a")', returns: { words: 3, longest: 'bb' } },
];
const WORDS_CALLED: TracedCall = { part: 0, call: `words('a bb a')`, returned: ['a', 'a'] };

describeUnderBubblewrap('traceFailure of the Python family', () => {
  it('tells which parts a contradicted example called, with what, and what they returned', async () => {
    const parts = [BROKEN_WORDS, UNUSED, stats({ examples: EXAMPLES })];
    expect(await family.traceFailure(parts, null)).toEqual([
      { part: 2, call: `stats('a bb a')` },
      WORDS_CALLED,
    ]);
  });

  it('tells the calls of an input that breaks a law', async () => {
    const laws = [{ forAll: 'text: str', claim: 'stats(text).words > 0' }];
    const calls = await family.traceFailure([BROKEN_WORDS, stats({ laws })], null);
    expect(calls).toEqual([
      expect.objectContaining({ part: 1, call: expect.stringMatching(/^stats\(/) }),
      expect.objectContaining({ part: 0, returned: [] }),
    ]);
  });

  it('tells the calls that failing tests of the package made, and none of those that pass', async () => {
    const test = (text: string, words: number) =>
      `    def test_${words}(self):\n        self.assertEqual(stats("${text}").words, ${words})\n`;
    const acceptance = [
      {
        path: 'acceptance/test_stats.py',
        text: `import unittest\nfrom text_stats import stats\n\n\nclass Stats(unittest.TestCase):\n${test('a c', 2)}${test('a bb a', 3)}`,
      },
    ];
    const part = stats({ examples: EXAMPLES.slice(0, 1) });
    const entry = part.contract;
    const spec: Spec = { name: 'text-stats', family: 'python', entry, acceptance };
    expect(await family.traceFailure([BROKEN_WORDS, UNUSED, part], spec)).toEqual([
      { part: 2, call: `stats('a bb a')` },
      WORDS_CALLED,
    ]);
  });

  it('leaves calls inside a module alone, and keeps iterators for whom they are made', async () => {
    const count = {
      contract: contractOf('count(xs: Iterator[int]) -> int'),
      code: 'def count(xs):\n    for _ in xs:\n        return 1 + count(xs)\n    return 0\n',
    };
    const signature = count.contract.signature;
    const start = {
      contract: contractOf('start() -> int', {
        uses: [{ name: 'count', signature, description: '' }],
        examples: [{ call: 'start()', returns: 1 }],
      }),
      code: 'def start() -> int:\n    return count(iter([1, 2]))\n',
    };
    expect(await family.traceFailure([count, start], null)).toEqual([
      { part: 1, call: 'start()', returned: 2 },
      { part: 0, call: null, returned: 2 },
    ]);
  });

  it('writes calls that the family can read again', async () => {
    const types =
      'class Kind(Enum):\n    A = 1\n\n@dataclass\nclass P:\n    kind: Kind\n    at: tuple[int, float]';
    const show = {
      contract: contractOf('show(p: P, days: list[date], n: int = 0) -> int', { types }),
      code: 'def show(p: P, days: list[date], n: int = 0) -> int:\n    return n\n',
    };
    const start = {
      contract: contractOf('start(n: int) -> int', {
        types,
        uses: [{ name: 'show', signature: show.contract.signature, description: '' }],
        examples: [{ call: 'start(-1)', returns: 1 }],
      }),
      code: 'from datetime import date\n\n\ndef start(n: int) -> int:\n    return show(P(Kind.A, (1, 0.5)), [date(2024, 1, 2)], n=n)\n',
    };
    const calls = await family.traceFailure([show, start], null);
    const call = 'show(P(kind=Kind.A, at=(1, 0.5)), [date(2024, 1, 2)], n=-1)';
    expect(calls?.[1]).toEqual({ part: 0, call, returned: -1 });
    expect(family.checkCall(show.contract, call, -1)).toBeNull();
  });
});
