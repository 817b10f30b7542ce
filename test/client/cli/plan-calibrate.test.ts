import { join } from 'node:path';
import type { SpecForecast } from '../../../src/client/forecast-spec';
import type { OracleNoise } from '../../../src/schemas/oracle';
import { startAuthor } from '../../support/author-server';
import { type StartedOracle, startOracle } from '../../support/oracle';
import { Provider, sendJson } from '../../support/provider';
import { millwright, type Outcome } from '../support/fake-context';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const HANOI = join(EXAMPLES, 'hanoi', 'SPEC.md');
const HANOI_20 = join(EXAMPLES, 'hanoi-20', 'SPEC.md');
const CLAMP = join(EXAMPLES, 'clamp', 'SPEC.md');

let oracle: StartedOracle | undefined;
let provider: Provider | undefined;
afterEach(async () => {
  await oracle?.close();
  await provider?.stop();
  oracle = provider = undefined;
});

async function plan(
  noise: Partial<OracleNoise>,
  ...args: string[]
): Promise<Outcome & { readonly told: SpecForecast }> {
  oracle = await startOracle(noise);
  const ended = await millwright(['plan', HANOI, ...args, '--json'], { env: oracle.env });
  return { ...ended, told: JSON.parse(ended.stdout) as SpecForecast };
}

describe('millwright plan --calibrate', () => {
  it('measures a model by as many answers as it is told, and forecasts from what they show', async () => {
    const noise = { errorRate: 0.1, flagRate: 0.1, seed: 4 };
    const { told, code, sent, stderr } = await plan(noise, '--calibrate', '90', '--margin', '4');
    expect({ code, sent }).toEqual({ code: 0, sent: [] });
    expect(stderr).toContain('Asking oracle for 90 answers');
    const { calibration: found, atWorst } = told as Required<SpecForecast>;
    expect(found).toMatchObject({ kind: 'step', subjects: 30, answers: 90, stopped: null });
    expect(found.usage).toMatchObject({ calls: 90, costUsd: 0 });
    expect(found.usage.calls).toBe(oracle?.stats().calls);
    expect(found.errorRate.low).toBeLessThan(0.1);
    expect(found.errorRate.high).toBeGreaterThan(0.1);
    expect(found.flagRate.low).toBeLessThan(0.1);
    expect(found.flagRate.high).toBeGreaterThan(0.1);
    expect(told.failureBound).toBeGreaterThan(1 - told.reliability);
    expect(atWorst?.calls).toBeGreaterThan(told.calls);
    expect(told.promptTokens).toBeGreaterThan(told.calls * 100);
    expect(told.assumptions).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/is wrong with probability .* \(95 % interval: .*\), measured on/),
      ]),
    );
  });

  it('claims less where errors are properties of steps, and says so', async () => {
    const noise = { errorRate: 0.15, correlated: true, seed: 1 };
    const { told } = await plan(noise, '--calibrate', '90', '--margin', '6');
    expect(told.calibration?.correlation).toBeGreaterThan(0.5);
    expect(told.failureBound).toBeGreaterThan(0.99);
    expect(told.reliability).toBeLessThan(0.01);
    expect(told.assumptions.join('\n')).toContain('do not err independently');
  });

  it('asks nobody unless it is told to', async () => {
    const { told } = await plan({ errorRate: 0.1 });
    expect(told.calibration).toBeUndefined();
    expect(oracle?.stats().requests).toBe(0);
  });

  it.each([
    ['that only writes garbage', { garbage: true }, /30 answers, all with a red flag .*malformed/],
    ['that is always wrong', { wrong: true }, /wrong in about 98 % .* voting cannot converge/],
  ])('says what is the matter with a model %s', async (_, noise, why) => {
    await expect(plan(noise, '--calibrate', '30')).rejects.toThrow(why);
  });

  it('stops where the budget does', async () => {
    oracle = await startOracle();
    const world = {
      env: oracle.env,
      config: 'budget: { calls: 20 }\n',
    };
    const { stdout } = await millwright(['plan', HANOI_20, '--calibrate', '60', '--json'], world);
    const { calibration } = JSON.parse(stdout) as SpecForecast;
    expect(calibration?.answers).toBe(20);
    expect(oracle.stats().calls).toBe(20);
    expect(calibration?.stopped).toMatch(/of the budget's 20 calls are spent/);
  });

  it('asks again where a request fails, and counts what may have been charged', async () => {
    const { told } = await plan({ rejectRate: 0.1, dropRate: 0.1, seed: 2 }, '--calibrate', '60');
    expect(told.calibration?.answers).toBe(60);
    expect(told.calibration?.lostCalls).toBeGreaterThan(0);
  });

  it('says what a provider has against it, and mentions no run', async () => {
    provider = await Provider.start((response) => {
      sendJson(response, { error: { message: 'no such model' } }, { status: 404 });
    });
    const env = { OPENAI_BASE_URL: provider.baseUrl, MILLWRIGHT_MODEL: 'nobody' };
    const asked = millwright(['plan', HANOI, '--calibrate', '3'], { env });
    await expect(asked).rejects.toThrow(
      /^((?!resume).)*expected it to serve "nobody"((?!resume).)*$/,
    );
  });

  it('judges code by the agreement of its votes', async () => {
    let asked = 0;
    const body = (wrong: boolean): string =>
      wrong ? 'return low;' : 'return Math.min(Math.max(value, low), high);';
    provider = await startAuthor(() => {
      asked += 1;
      return `\`\`\`ts\nexport function clamp(value: number, low: number, high: number): number {\n  ${body(asked % 5 === 0)}\n}\n\`\`\``;
    });
    const env = { OPENAI_BASE_URL: provider.baseUrl, MILLWRIGHT_MODEL: 'author' };
    const { stdout } = await millwright(['plan', CLAMP, '--calibrate', '10', '--json'], { env });
    const { calibration } = JSON.parse(stdout) as SpecForecast;
    expect(calibration).toMatchObject({
      kind: 'code',
      answers: 10,
      votes: 8,
      redFlags: { 'contradicts-example': 2 },
      tokens: { prompt: 100, reply: 20 },
    });
    expect(calibration?.errorRate.estimate).toBeLessThan(0.2);
  });

  it('starts nothing where no model can be reached', async () => {
    await expect(millwright(['plan', HANOI, '--calibrate', '3'])).rejects.toThrow(
      /Found no model to ask: .* OPENAI_BASE_URL/,
    );
  });

  it('does not take both what is measured and what is assumed', async () => {
    const both = ['plan', HANOI, '--calibrate', '3', '--error-rate', '0.1'];
    await expect(millwright(both)).rejects.toThrow('cannot be used with');
  });
});
