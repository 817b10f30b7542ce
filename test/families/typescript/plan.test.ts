import { planFingerprint, readPlan } from '../../../src/families/typescript/plan';
import type { ProposedPlan } from '../../../src/schemas/plan';
import { TEXT_STATS } from './contracts';

type Proposed = ProposedPlan['functions'][number];

const child = (signature: string, uses: readonly string[] = [], purpose = 'does it'): Proposed => {
  const [, name = '', parameters = '', returns = ''] =
    /^(\w+)\((.*)\): (.*)$/.exec(signature) ?? [];
  return { name, parameters, returns, purpose, uses: [...uses] };
};

const reply = (...functions: readonly Proposed[]): string => JSON.stringify({ functions });

function planOf(text: string) {
  const read = readPlan(text, TEXT_STATS);
  if ('redFlag' in read) throw new Error(read.detail);
  return read.plan;
}

const COUNT = child('count(words: string[]): Record<string, number>');
const LONGEST = child('longest(words: string[]): string');
const WORDS = child('words(text: string): string[]');

describe('readPlan', () => {
  it('orders children so that each uses only earlier ones, and gives each its contract', () => {
    const plan = planOf(
      reply(child('top(text: string): string', ['words', 'longest']), LONGEST, WORDS),
    );
    expect(plan.children.map(({ contract }) => contract.name)).toEqual(['longest', 'words', 'top']);
    expect(plan.children[2]).toEqual({
      uses: ['longest', 'words'],
      contract: {
        name: 'top',
        signature: 'top(text: string): string',
        description: 'does it',
        types: TEXT_STATS.types,
        background: `textStats: ${TEXT_STATS.description}`,
        examples: [],
        cases: [],
        laws: [],
        probes: ['top("a bb a")', 'top("")'],
        uses: [
          {
            name: 'longest',
            signature: 'longest(words: string[]): string',
            description: 'does it',
          },
          { name: 'words', signature: 'words(text: string): string[]', description: 'does it' },
        ],
      },
    });
  });

  it('hands the literals of the examples down as probes that fit the parameters', () => {
    const probes = (proposed: Proposed) =>
      planOf(reply(proposed, WORDS)).children.find(
        ({ contract }) => contract.name === proposed.name,
      )?.contract.probes;
    expect(probes(COUNT)).toEqual(['count(["a","bb","a"])', 'count([])']);
    expect(probes(child('repeat(text: string, times: number): string'))).toEqual(
      expect.arrayContaining([expect.stringContaining('"a bb a"')]),
    );
    expect(probes(child('each(run: () => void): void'))).toEqual([]);
  });

  it.each([
    ['a fence around it', `\`\`\`json\n${reply(WORDS, COUNT)}\n\`\`\``],
    ['prose around the fence', `Here:\n\`\`\`\n${reply(WORDS, COUNT)}\n\`\`\`\nDone.`],
    ['another order', reply(COUNT, WORDS)],
    ['other purposes', reply({ ...WORDS, purpose: 'cuts' }, COUNT)],
    ['other white space', reply({ ...WORDS, parameters: ' text:string ' }, COUNT)],
    ['other parameter names', reply({ ...WORDS, parameters: 'input: string' }, COUNT)],
    ['another name', reply({ ...WORDS, name: 'cut' }, COUNT)],
    ['uses that name nothing in the plan', reply({ ...WORDS, uses: ['none', 'words'] }, COUNT)],
  ])('reads %s as the same plan', (_, text) => {
    expect(planFingerprint(planOf(text))).toBe(planFingerprint(planOf(reply(WORDS, COUNT))));
  });

  it.each([
    ['another type', reply({ ...WORDS, returns: 'Set<string>' }, COUNT)],
    ['other uses', reply(WORDS, { ...COUNT, uses: ['words'] })],
    ['one function less', reply(WORDS)],
  ])('reads %s as another plan', (_, text) => {
    expect(planFingerprint(planOf(text))).not.toBe(planFingerprint(planOf(reply(WORDS, COUNT))));
  });

  it.each([
    ['no JSON', 'I would split it.', 'malformed', 'the reply'],
    ['a renamed field', JSON.stringify({ steps: [] }), 'malformed', ''],
    ['no functions', reply(), 'malformed', 'functions'],
    [
      'an unknown type',
      reply(child('a(t: string): Foo')),
      'invalid-plan',
      `a(t: string): Foo: Cannot find name 'Foo'`,
    ],
    [
      'no parameter type',
      reply({ ...WORDS, parameters: 'text' }),
      'invalid-plan',
      "Parameter 'text' implicitly",
    ],
    [
      'a cycle',
      reply(child('a(t: string): string', ['b']), child('b(t: string): string', ['a'])),
      'invalid-plan',
      'a',
    ],
    ['a repeated name', reply(WORDS, WORDS), 'invalid-plan', 'words'],
    [
      'the parent again',
      reply(child('textStats(text: string): TextStats')),
      'invalid-plan',
      'textStats',
    ],
    [
      'the parent under another name',
      reply(child('stats(t: string): TextStats')),
      'invalid-plan',
      'no progress',
    ],
  ])('flags %s', (_, text, redFlag, detail) => {
    expect(readPlan(text, TEXT_STATS)).toMatchObject({
      status: 'flagged',
      redFlag,
      detail: expect.stringContaining(detail),
    });
  });
});
