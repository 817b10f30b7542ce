import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Contract } from '../../../src/schemas/contract';
import { contractOf } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

/** Merges intervals, those that touch too where the operator is `<=`. */
const merging = (
  operator: '<' | '<=',
) => `export function merge(all: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...all].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last !== undefined && start ${operator} last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
`;

const MERGE = contractOf('merge(all: [number, number][]): [number, number][]', {
  description: 'Merges intervals that overlap or touch.',
  examples: [
    {
      call: 'merge([[1, 3], [2, 5], [8, 9]])',
      returns: [
        [1, 5],
        [8, 9],
      ],
    },
  ],
});

const doubtful = (code: string, contract: Contract, answers: readonly string[] = []) =>
  family.doubtfulCalls({ code, contract, parts: [] }, { answers, most: 4, known: [] });

/** What code that comes to an end on all these calls returns on each. */
async function returnedBy(
  code: string,
  contract: Contract,
  calls: readonly { readonly call: string }[],
): Promise<readonly unknown[]> {
  const texts = calls.map(({ call }) => call);
  const seen = await family.observe(code, contract, [], texts);
  if (!('outcomes' in seen)) throw new Error(`expected outcomes, found ${JSON.stringify(seen)}`);
  return seen.outcomes.map(family.valueReturned);
}

describe('doubtfulCalls of the TypeScript family', () => {
  it('finds a call on which right code does otherwise than code with a wrong operator', async () => {
    const doubts = await doubtful(merging('<'), MERGE);
    const calls = doubts?.calls ?? [];
    expect(calls.map(({ returns }) => returns)).not.toEqual(
      await returnedBy(merging('<='), MERGE, calls),
    );
  });

  it('finds a call on which a needless method call shows, where few inputs have what it takes away', async () => {
    const cutting = (pushed: string) => `export function csvFields(line: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quoted && char === '"' && line.charAt(at + 1) === '"') {
      field += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) {
      fields.push(${pushed});
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}
`;
    const stated = (line: string, ...returns: readonly string[]) => ({
      call: `csvFields(${JSON.stringify(line)})`,
      returns: [...returns],
    });
    const contract = contractOf('csvFields(line: string): string[]', {
      description:
        'Splits one line of comma-separated values into its fields. A field may stand in double quotes; then commas in it belong to the field, and two double quotes in a row stand for one. Spaces are kept. An empty line has one empty field.',
      examples: [stated('a,"b,c",d', 'a', 'b,c', 'd')],
      cases: [
        stated('"a""b",c', 'a"b', 'c'),
        stated('"x, y"', 'x, y'),
        stated(',first', '', 'first'),
        stated('x,y,z', 'x', 'y', 'z'),
        stated('last,', 'last', ''),
        stated('plain', 'plain'),
        stated('"",""', '', ''),
        stated('a, b', 'a', ' b'),
      ],
    });
    const doubts = await doubtful(cutting('field.trim()'), contract);
    const calls = doubts?.calls ?? [];
    expect(calls.map(({ returns }) => returns)).not.toEqual(
      await returnedBy(cutting('field'), contract, calls),
    );
  });

  it('finds a case that the code lacks, where signs of the contract meet as they do in no stated call', async () => {
    const lacking = `export function fields(line: string): string[] {
  const all: string[] = [];
  let field = '';
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === ',' && !quoted) {
      all.push(field);
      field = '';
    } else field += char;
  }
  return [...all, field];
}
`;
    const contract = contractOf('fields(line: string): string[]', {
      description:
        'Splits a line at its commas; two double quotes in a quoted field stand for one.',
      examples: [{ call: `fields('a,"b,c",d')`, returns: ['a', 'b,c', 'd'] }],
    });
    const { calls = [] } = (await doubtful(lacking, contract)) ?? {};
    expect(calls.map(({ call }) => call).join('\n')).toMatch(/\\"\\"/);
  });

  it('finds a case that the code lacks and another answer has, before all else', async () => {
    const signature = 'shout(word: string): string';
    const code = `export function ${signature} {\n  return word.toUpperCase();\n}\n`;
    const other = code.replace(
      'word.toUpperCase()',
      "word === 'xyzzy' ? 'MEOW' : word.toUpperCase()",
    );
    const contract = contractOf(signature, {
      examples: [{ call: "shout('dog')", returns: 'DOG' }],
    });
    const alone = await doubtful(code, contract);
    const beside = await doubtful(code, contract, [`${code}// The same.\n`, other]);
    expect(alone?.answersApart).toBe(0);
    expect(beside?.answersApart).toBe(1);
    expect(beside?.calls.filter(({ tellsAnswers }) => tellsAnswers > 0)).toMatchObject([
      { call: 'shout("xyzzy")', returns: 'XYZZY' },
    ]);
  });

  const counting = (last: string) => `export function f(n: number): number {
  if (n === 8) ${last}
  return n + 1;
}
`;

  it.each([
    ['loops', 'for (;;);'],
    ['recurses', 'return f(n);'],
  ])(
    'goes on beside a call on which the code %s, and holds the answer against it that does not',
    async (_, last) => {
      const contract = contractOf('f(n: number): number', {
        examples: [{ call: 'f(0)', returns: 1 }],
      });
      const doubts = await doubtful(counting(last), contract, [counting('return 9;')]);
      expect(doubts).toMatchObject({ answersApart: 1 });
      expect(doubts?.mutants).toBeGreaterThan(0);
    },
  );

  it('counts no answer as apart for the last digits of fractions, or for another error', async () => {
    const contract = contractOf('f(a: number, b: number): number');
    const code = (body: string) => `export const f = (a: number, b: number): number => ${body};\n`;
    const third = code('a / 3 + b / 3');
    expect(await doubtful(third, contract, [code('b / 3 + a / 3')])).toMatchObject({
      answersApart: 0,
    });
    expect(await doubtful(third, contract, [code('(a + b) / 3')])).toMatchObject({
      answersApart: 0,
    });
    expect(await doubtful(third, contract, [code('(a + b) / 2')])).toMatchObject({
      answersApart: 1,
    });
    const throwing = (error: string) => code(`{ if (a < 0) throw new ${error}(); return a + b; }`);
    const doubts = await doubtful(throwing('TypeError'), contract, [throwing('RangeError')]);
    expect(doubts).toMatchObject({ answersApart: 0 });
  });

  it('says of each call what the code returns, and gives the same calls again', async () => {
    const { calls = [] } = (await doubtful(merging('<='), MERGE)) ?? {};
    const seen = await family.observe(
      merging('<='),
      MERGE,
      [],
      calls.map(({ call }) => call),
    );
    const returned = 'outcomes' in seen ? seen.outcomes.map(family.valueReturned) : [];
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.map(({ returns }) => returns)).toEqual(returned);
    expect((await doubtful(merging('<='), MERGE))?.calls).toEqual(calls);
  });

  it('doubts less the more is stated, until nothing is left to doubt', async () => {
    const none = { calls: [], mutants: 0, vouched: 0 };
    const before = (await doubtful(merging('<='), MERGE)) ?? none;
    const cases = before.calls.map(({ call, returns }) => ({ call, returns }));
    const after = (await doubtful(merging('<='), { ...MERGE, cases })) ?? none;
    expect(before.vouched).toBeLessThan(before.mutants);
    expect(after.vouched).toBeGreaterThan(before.vouched);
    const stated = new Set(cases.map(({ call }) => call));
    expect(after.calls.filter(({ call }) => stated.has(call))).toEqual([]);
  });

  it('asks nothing about results that JSON cannot say exactly', async () => {
    const code = 'export const f = (n: number): number => (n > 4 ? 0.1 * n : NaN);\n';
    const doubts = await doubtful(code, contractOf('f(n: number): number'));
    expect(doubts?.mutants).toBeGreaterThan(0);
    expect(doubts?.calls.every(({ returns }) => Number.isInteger((returns as number) * 1024))).toBe(
      true,
    );
  });

  it('survives mutants that come to no end', async () => {
    const code = `export function f(n: number): number {
  let sum = 0;
  for (let i = 0; i < Math.min(Math.abs(n), 20); i += 1) sum += 1;
  return sum;
}
`;
    const contract = contractOf('f(n: number): number', {
      examples: [{ call: 'f(0)', returns: 0 }],
    });
    const doubts = await doubtful(code, contract);
    expect(doubts?.calls.length).toBeGreaterThan(0);
  });

  it('says so when nothing can be mutated', async () => {
    const code = 'export const f = (n: number): number => n;';
    expect(await doubtful(code, contractOf('f(n: number): number'))).toBeNull();
  });
});
