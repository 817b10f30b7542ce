import { planFingerprint, readPlan } from '../../../src/families/python/plan';
import { contractOf } from '../typescript/contracts';

const PARENT = contractOf('report(text: str) -> Report', {
  types: '@dataclass\nclass Report:\n    words: int\n    longest: str\n',
  examples: [{ call: 'report("a bb a")', returns: { words: 3, longest: 'bb' } }],
});

const planned = (...functions: readonly (readonly [string, string, string, ...string[]])[]) =>
  JSON.stringify({
    functions: functions.map(([name, parameters, returns, ...uses]) => ({
      name,
      parameters,
      returns,
      purpose: `Does ${name}.`,
      uses,
    })),
  });

const fingerprintOf = (reply: string): string => {
  const read = readPlan(reply, PARENT);
  return 'plan' in read ? planFingerprint(read.plan) : read.detail;
};

describe('readPlan of the Python family', () => {
  it('reads children in an order where each uses only earlier ones, with probes from the parent', () => {
    const reply = planned(
      ['longest', 'words:list[str]', 'str', 'words_of'],
      ['words_of', 'text : str', 'List[str]'],
    );
    expect(readPlan(`\`\`\`json\n${reply}\n\`\`\``, PARENT)).toMatchObject({
      plan: {
        children: [
          {
            contract: {
              signature: 'words_of(text: str) -> List[str]',
              probes: ['words_of("a bb a")'],
            },
            uses: [],
          },
          {
            contract: {
              signature: 'longest(words: list[str]) -> str',
              probes: ['longest(["a", "bb", "a"])'],
              uses: [{ name: 'words_of' }],
            },
            uses: ['words_of'],
          },
        ],
      },
    });
  });

  it('gives plans one fingerprint that differ in names and order alone', () => {
    const one = planned(['a', 'x: str', 'list[str]'], ['b', 'y: list[str]', 'int', 'a']);
    const two = planned(['q', 'ws: list[str]', 'int', 'p'], ['p', 'text: str', 'list[str]']);
    const other = planned(['a', 'x: str', 'list[str]'], ['b', 'y: list[str]', 'str', 'a']);
    expect(fingerprintOf(two)).toBe(fingerprintOf(one));
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(one));
  });

  it.each([
    ['malformed', 'no JSON'],
    ['invalid-plan', planned(['a', 'x: string', 'int'])],
    ['invalid-plan', planned(['a', 'x', 'int'])],
    ['invalid-plan', planned(['lambda', 'x: int', 'int'])],
    ['invalid-plan', planned(['report', 'x: int', 'int'])],
    ['invalid-plan', planned(['whole', 'text: str', 'Report'])],
    ['invalid-plan', planned(['a', 'x: int', 'int', 'b'], ['b', 'x: int', 'int', 'a'])],
  ])('raises %s for %s', (redFlag, reply) => {
    expect(readPlan(reply, PARENT)).toMatchObject({ status: 'flagged', redFlag });
  });
});
