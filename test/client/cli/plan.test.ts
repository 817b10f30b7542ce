import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millwright } from '../support/fake-context';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const chain = join(EXAMPLES, 'hanoi-20', 'SPEC.md');

interface Told {
  readonly steps: number;
  readonly margin: number;
  readonly calls: number;
  readonly leaves: number | null;
  readonly failureBound: number;
}
const told = async (...args: string[]): Promise<Told> =>
  JSON.parse((await millwright(['plan', ...args, '--json'])).stdout) as Told;

describe('millwright plan', () => {
  it('forecasts a chain with all the figures that scripts rely on, and starts nothing', async () => {
    const { stdout, code, sent } = await millwright(['plan', chain, '--margin', '4', '--json']);
    expect(code).toBe(0);
    expect(sent).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({
      steps: 1_048_575,
      margin: 4,
      reliability: expect.closeTo(0.989, 3) as number,
      failureBound: expect.closeTo(0.011, 3) as number,
      votesPerStep: expect.closeTo(4.0816, 3) as number,
      calls: expect.any(Number) as number,
      costUsd: 0,
      wallTimeMs: expect.any(Number) as number,
      assumptions: expect.arrayContaining([expect.stringContaining('--error-rate')]) as string[],
    });
  });

  it('needs a larger margin for a worse model, and takes a fixed one as it is', async () => {
    expect((await told(chain, '--error-rate', '0.2')).margin).toBeGreaterThan(10);
    expect(await told(chain, '--margin', '7')).toMatchObject({ margin: 7 });
  });

  it('foresees the margin that a run will come to where it follows the votes', async () => {
    const spec = join(EXAMPLES, 'hanoi', 'SPEC.md');
    const { margin, calls, failureBound } = await told(spec);
    expect(calls).toBeGreaterThan(margin * 1_023);
    expect(failureBound).toBeLessThan(0.05);
    expect((await told(spec, '--error-rate', '0.001')).calls).toBeLessThan(calls);
  });

  it('guesses the leaves of software', async () => {
    const { leaves, calls } = await told(join(EXAMPLES, 'text-stats', 'SPEC.md'));
    expect(leaves).toBeGreaterThan(2);
    expect(calls).toBeGreaterThan(10);
    expect(await told(join(EXAMPLES, 'clamp', 'SPEC.md'))).toMatchObject({ leaves: 1 });
  });

  it('counts the calls of verifiers only where a contract has few examples, and one of a witness', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plan-'));
    const spec = (rest: string) =>
      `---\nname: double\nfamily: typescript\nentry: 'double(n: number): number'\n${rest}maxDepth: 0\n---\n\nTwice the number.\n`;
    const file = join(folder, 'SPEC.md');
    const callsWith = async (rest: string): Promise<number> => {
      await writeFile(file, spec(rest));
      return (await told(file)).calls;
    };
    const examples = [1, 2, 3]
      .map((n) => `  - { call: double(${n}), returns: ${2 * n} }\n`)
      .join('');
    const without = await callsWith('cases: 0\n');
    expect(await callsWith('')).toBeGreaterThanOrEqual(without + 6);
    expect(await callsWith(`examples:\n${examples}`)).toBe(without + 1);
    await rm(folder, { recursive: true });
  });

  it('tells people what it rests on', async () => {
    const { stdout } = await millwright(['plan', chain]);
    expect(stdout).toContain('1,048,575 steps, margin 6,');
    expect(stdout).toContain('Every step waits for the one before it.');
  });

  it.each([
    [['plan', 'nowhere.md'], 'nowhere.md'],
    [['plan', chain, '--error-rate', '0.5'], 'below 0.5'],
    [['plan', chain, '--flag-rate', 'many'], 'from 0 to 1'],
    [['plan', chain, '--flag-rate', '1'], 'every answer has a red flag'],
    [['plan', chain, '--margin', '0'], 'from 1 to 50'],
  ])('refuses %j', async (args, why) => {
    await expect(millwright(args)).rejects.toThrow(why);
  });
});
