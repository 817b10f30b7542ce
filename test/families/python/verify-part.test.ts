import { createPythonFamily } from '../../../src/families/python';
import { describeUnderBubblewrap } from '../../support/bubblewrap';
import { pythonHost } from '../../support/python-family';
import { contractOf } from '../typescript/contracts';

const family = createPythonFamily(pythonHost);

const REVERSED = contractOf('reversed_list(xs: list[int]) -> list[int]', {
  examples: [{ call: 'reversed_list([1, 2])', returns: [2, 1] }],
  laws: [{ forAll: 'xs: list[int]', claim: 'reversed_list(reversed_list(xs)) == xs' }],
});
const RIGHT = 'def reversed_list(xs: list[int]) -> list[int]:\n    return xs[::-1]\n';
const WRONG =
  'def reversed_list(xs: list[int]) -> list[int]:\n    return xs[::-1] if len(xs) < 4 else xs[3:] + xs[:3]\n';

describeUnderBubblewrap('verifyPart of the Python family', () => {
  const judge = (code: string, runnersUp: readonly string[] = []) =>
    family.verifyPart({ contract: REVERSED, code, parts: [], runnersUp });

  it('has the types, the stated calls and every law agree with a part that is right', async () => {
    const { verifiers, inputs } = await judge(RIGHT);
    expect(inputs).toEqual({ mutants: 4, killed: 4 });
    expect(verifiers).toMatchObject([
      { verifier: 'types', verdict: 'agree' },
      { verifier: 'cases', verdict: 'agree', detail: '1 stated call' },
      { verifier: 'laws', verdict: 'agree' },
    ]);
  });

  it('refutes a law with a call on which it does not hold', async () => {
    const { verifiers } = await judge(WRONG);
    expect(verifiers.find(({ verifier }) => verifier === 'laws')).toMatchObject({
      kind: 'deterministic',
      verdict: 'disagree',
      counterexample: expect.stringMatching(/^law\(\[/),
    });
  });

  it('counts a runner-up for or against a part only where a law takes sides', async () => {
    const silent = { ...REVERSED, laws: [] };
    const differential = async (code: string, other: string, contract = REVERSED) => {
      const judged = await family.verifyPart({ contract, code, parts: [], runnersUp: [other] });
      return judged.verifiers.at(-1);
    };
    expect(await differential(RIGHT, WRONG)).toMatchObject({
      verifier: 'differential',
      kind: 'opinion',
      verdict: 'agree',
      detail: expect.stringContaining('which breaks for all xs: list[int]: '),
    });
    expect(await differential(WRONG, RIGHT)).toMatchObject({
      verdict: 'disagree',
      counterexample: expect.stringMatching(/^reversed_list\(\[/),
    });
    expect(await differential(RIGHT, WRONG, silent)).toMatchObject({ verdict: 'abstain' });
    expect(await differential(RIGHT, RIGHT, silent)).toMatchObject({ verdict: 'agree' });
  });
});

describeUnderBubblewrap('tellApart of the Python family', () => {
  it('finds a smallest call on which two codes differ, and what each does on it', async () => {
    expect(await family.tellApart([RIGHT, WRONG], REVERSED, [])).toEqual({
      call: 'reversed_list([0, 0, 1, 0])',
      outcomes: ['returned [0,1,0,0]', 'returned [0,0,0,1]'],
    });
  });

  it('finds none between codes that behave alike', async () => {
    const other = RIGHT.replace('xs[::-1]', 'list(reversed(xs))');
    expect(await family.tellApart([RIGHT, other], REVERSED, [])).toBeNull();
  });

  it('tries what the codes mention, but not what documents them', async () => {
    const contract = contractOf('f(text: str, n: int) -> bool');
    const code = (condition: string) =>
      `def f(text: str, n: int) -> bool:\n    """plugh"""\n    return ${condition}\n`;
    const apartBy = (condition: string) =>
      family.tellApart([code('False'), code(condition)], contract, []);
    expect(await apartBy("text == 'xyzzy' and n > 4711")).toMatchObject({
      outcomes: ['returned False', 'returned True'],
    });
    expect(await apartBy('sum(map(ord, text)) == 544')).toBeNull();
  });

  it('comes to an end with code that does not', async () => {
    const stuck = RIGHT.replace('return', 'while len(xs) > 2: pass\n    return');
    expect(await family.tellApart([RIGHT, stuck], REVERSED, [])).toMatchObject({
      outcomes: [expect.stringMatching(/^returned/), 'came to no end within its limits'],
    });
  });
});

describeUnderBubblewrap('observe of the Python family', () => {
  it('tells what code does on each of some calls', async () => {
    const calls = ['reversed_list([1, 2])', 'reversed_list("ab")'];
    expect(await family.observe(RIGHT, REVERSED, [], calls)).toMatchObject({
      status: 'observed',
      outcomes: ['returned [2,1]', expect.stringMatching(/^returned "ba"/)],
    });
  });
});
