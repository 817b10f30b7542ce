import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { mutantsOf } from '../../../src/families/typescript/mutants';
import { weighInputs } from '../../../src/families/typescript/weigh-inputs';
import { contractOf, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 2 });
afterAll(() => sandbox.close());

describe('mutantsOf', () => {
  it.each([
    ['a < b', 'a <= b'],
    ['a && b', 'a || b'],
    ['a + 1', 'a - 1'],
    ['a + 1', 'a + 2'],
    ['a + 1', 'a + (0)'],
    [`a + 'x'`, `a + ''`],
    ['!a', 'a'],
    ['a ? 1 : b', '!(a) ? 1 : b'],
    ['a.some(b)', 'a.every(b)'],
    ['Math.floor(a)', 'Math.ceil(a)'],
  ])('turns %s into %s', (expression, mutant) => {
    const code = (text: string) => `export const f = (a: any, b: any) => ${text};\n`;
    expect(mutantsOf(code(expression), 40)).toContain(code(mutant));
  });

  it('leaves out statements, negates conditions and changes results', () => {
    const code = 'export function f(a: number[]) {\n  if (a) a.sort();\n  return a;\n}\n';
    expect(mutantsOf(code, 40)).toEqual(
      expect.arrayContaining([
        code.replace('a.sort();', ';'),
        code.replace('(a)', '(!(a))'),
        code.replace('return a;', 'return undefined;'),
      ]),
    );
  });

  it('leaves types alone, and gives the same mutants every time, as many as are asked for', () => {
    const code = `export const f = (a: 1 | 'x', b: number) => b * b + b - b / b;\n`;
    expect(mutantsOf(code, 40).every((mutant) => mutant.includes(`1 | 'x'`))).toBe(true);
    expect(mutantsOf(code, 3)).toEqual(mutantsOf(code, 40).slice(0, 3));
  });
});

describe('weighInputs', () => {
  const request = { parts: [], sandbox };

  it('kills most mutants of a small function on its inputs', async () => {
    const weight = await weighInputs({ ...request, code: WORDS_CODE, contract: WORDS });
    expect(weight).toEqual({ mutants: 6, killed: 6 });
  });

  it('counts mutants that loop as killed, and those that behave alike as not', async () => {
    const code = `export function f(n: number): number {
  let sum = 0;
  for (let i = 0; i < Math.min(n, 20); i += 1) sum += i;
  return sum + 0 * n;
}
`;
    const weight = await weighInputs({
      ...request,
      code,
      contract: contractOf('f(n: number): number'),
    });
    expect(weight?.killed).toBeGreaterThan((weight?.mutants ?? 0) / 2);
    expect(weight?.killed).toBeLessThan(weight?.mutants ?? 0);
  });

  it('finds inputs weak that reach only one of two branches', async () => {
    const contract = contractOf('f(by: (n: number) => number): string', {
      probes: ['f((n) => n)'],
    });
    const code = `export const f = (by: (n: number) => number): string => by(1) > 0 ? 'up' : by(2) < 5 ? 'down' : 'far';\n`;
    const weight = await weighInputs({ ...request, code, contract });
    expect((weight?.killed ?? 0) / (weight?.mutants ?? 1)).toBeLessThan(0.5);
  });

  it('says so when nothing can be mutated', async () => {
    const code = 'export const f = (n: number): number => n;';
    expect(
      await weighInputs({ ...request, code, contract: contractOf('f(n: number): number') }),
    ).toBeNull();
  });
});
