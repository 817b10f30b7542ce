import { createPythonFamily } from '../../../src/families/python';
import type { Contract } from '../../../src/schemas/contract';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

/** Merges intervals, those that touch too where the operator is `<=`. */
const merging = (
  operator: '<' | '<=',
) => `def merge(intervals: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = []
    for start, end in sorted(intervals):
        if merged and start ${operator} merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
`;

const MERGE = contractOf('merge(intervals: list[tuple[int, int]]) -> list[tuple[int, int]]', {
  description: 'Merges intervals that overlap or touch.',
  examples: [
    {
      call: 'merge([(1, 3), (2, 5), (8, 9)])',
      returns: [
        [1, 5],
        [8, 9],
      ],
    },
  ],
});

const doubtful = (code: string, contract: Contract, answers: readonly string[] = []) =>
  family.doubtfulCalls({ code, contract, parts: [] }, { answers, most: 4, known: [] });

/** What code returns on each of the calls. */
async function returnedBy(code: string, contract: Contract, calls: readonly { call: string }[]) {
  const texts = calls.map(({ call }) => call);
  const seen = await family.observe(code, contract, [], texts);
  return 'outcomes' in seen ? seen.outcomes.map(family.valueReturned) : [];
}

describeUnderBubblewrap('doubtfulCalls of the Python family', () => {
  it('finds a call on which right code does otherwise than code with a wrong operator', async () => {
    const { calls = [] } = (await doubtful(merging('<'), MERGE)) ?? {};
    const right = await returnedBy(merging('<='), MERGE, calls);
    expect(calls.map(({ returns }) => returns)).not.toEqual(right);
  });

  it('finds a case that the code lacks and another answer has, before all else', async () => {
    const code = 'def shout(word: str) -> str:\n    return word.upper()\n';
    const other = code.replace('word.upper()', '"MEOW" if word == "xyzzy" else word.upper()');
    const contract = contractOf('shout(word: str) -> str', {
      examples: [
        { call: "shout('dog')", returns: 'DOG' },
        { call: "shout('cats')", returns: 'CATS' },
      ],
    });
    const alone = await doubtful(code, contract);
    const beside = await doubtful(code, contract, [`${code}\n# The same.\n`, other]);
    expect(alone?.answersApart).toBe(0);
    expect(beside?.answersApart).toBe(1);
    expect(beside?.calls.filter(({ tellsAnswers }) => tellsAnswers > 0)).toMatchObject([
      { call: expect.stringMatching(/^shout\(['"]xyzzy['"]\)$/) as string, returns: 'XYZZY' },
    ]);
  });

  it.each([
    ['loops', 'while True: pass'],
    ['recurses', 'return f(n)'],
  ])(
    'goes on beside a call on which the code %s, and holds the answer against it that does not',
    async (_, last) => {
      const code = (at: string) =>
        `def f(n: int) -> int:\n    if n == 8:\n        ${at}\n    return n + 1\n`;
      const contract = contractOf('f(n: int) -> int', { examples: [{ call: 'f(0)', returns: 1 }] });
      const doubts = await doubtful(code(last), contract, [code('return 9')]);
      expect(doubts).toMatchObject({ answersApart: 1 });
      expect(doubts?.mutants).toBeGreaterThan(0);
    },
  );

  it('counts no answer as apart for the last digits of fractions', async () => {
    const contract = contractOf('f(a: int, b: int) -> float');
    const code = (sum: string) => `def f(a: int, b: int) -> float:\n    return ${sum}\n`;
    const apart = async (other: string) =>
      (await doubtful(code('a / 3 + b / 3'), contract, [code(other)]))?.answersApart;
    expect(await apart('(a + b) / 3')).toBe(0);
    expect(await apart('(a + b) / 2')).toBe(1);
  });

  it('says of each call what the code returns, and gives the same calls again', async () => {
    const { calls = [] } = (await doubtful(merging('<='), MERGE)) ?? {};
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.map(({ returns }) => returns)).toEqual(
      await returnedBy(merging('<='), MERGE, calls),
    );
    expect((await doubtful(merging('<='), MERGE))?.calls).toEqual(calls);
  });

  it('doubts less the more is stated', async () => {
    const none = { calls: [], mutants: 0, vouched: 0 };
    const before = (await doubtful(merging('<='), MERGE)) ?? none;
    const cases = before.calls.map(({ call, returns }) => ({ call, returns }));
    const after = (await doubtful(merging('<='), { ...MERGE, cases })) ?? none;
    expect(before.vouched).toBeLessThan(before.mutants);
    expect(after.vouched).toBeGreaterThan(before.vouched);
  });

  it('asks nothing about results that JSON cannot say exactly, or changed arguments alone', async () => {
    const fraction = 'def f(n: int) -> float:\n    return 0.1 * n if n > 4 else float("nan")\n';
    const doubts = await doubtful(fraction, contractOf('f(n: int) -> float'));
    expect(doubts?.mutants).toBeGreaterThan(0);
    expect(doubts?.calls.every(({ returns }) => Number.isInteger((returns as number) * 1024))).toBe(
      true,
    );
    const emptying = 'def f(xs: list[int]) -> int:\n    xs.clear()\n    return len(xs)\n';
    expect(
      await doubtful(emptying.replace('len(xs)', '0'), contractOf('f(xs: list[int]) -> int')),
    ).toMatchObject({ mutants: 3 });
  });

  it('survives mutants that come to no end', async () => {
    const code =
      'def f(n: int) -> int:\n    total = 0\n    while total < min(abs(n), 20):\n        total += 1\n    return total\n';
    const examples = [{ call: 'f(0)', returns: 0 }];
    const doubts = await doubtful(code, contractOf('f(n: int) -> int', { examples }));
    expect(doubts?.calls.length).toBeGreaterThan(0);
  });

  it('says so when nothing can be mutated', async () => {
    const code = 'def f(n: int) -> None:\n    pass\n';
    expect(await doubtful(code, contractOf('f(n: int) -> None'))).toBeNull();
  });
});
