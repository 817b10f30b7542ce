import type { LoadedPart } from '../../../src/activities/ports/family';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import type { Contract } from '../../../src/schemas/contract';
import type { VerifierVerdict } from '../../../src/schemas/verification';
import { TEXT_STATS, TEXT_STATS_CODE, WORDS, WORDS_CODE } from './contracts';

const sandbox = new QuickJsSandbox({ threads: 1 });
const family = createTypescriptFamily(sandbox);
afterAll(() => sandbox.close());

const WORDS_PART: LoadedPart = { contract: WORDS, code: WORDS_CODE };
const STATS_PART: LoadedPart = { contract: TEXT_STATS, code: TEXT_STATS_CODE };

async function verdictsOn(
  part: LoadedPart,
  rest: { readonly parts?: readonly LoadedPart[]; readonly runnersUp?: readonly string[] } = {},
): Promise<readonly VerifierVerdict[]> {
  const { verifiers } = await family.verifyPart({ parts: [], runnersUp: [], ...part, ...rest });
  return verifiers;
}

const told = (verdicts: readonly VerifierVerdict[]) =>
  verdicts.map(({ verifier, verdict }) => `${verifier}: ${verdict}`);

describe('verifyPart', () => {
  it('agrees to a leaf that does what is stated', async () => {
    expect(told(await verdictsOn(WORDS_PART))).toEqual(['types: agree', 'cases: agree']);
  });

  it('judges a part that calls others with the real ones', async () => {
    expect(told(await verdictsOn(STATS_PART, { parts: [WORDS_PART] }))).toEqual([
      'types: agree',
      'integration: agree',
    ]);
    const broken = { contract: WORDS, code: WORDS_CODE.replace(`!== ''`, `!== 'bb'`) };
    const [, integration] = await verdictsOn(STATS_PART, { parts: [broken] });
    expect(integration).toMatchObject({
      verdict: 'disagree',
      kind: 'deterministic',
      counterexample: 'textStats("a bb a")',
    });
  });

  it('runs nothing that does not compile', async () => {
    const [types, ...others] = await verdictsOn({ ...WORDS_PART, code: 'export const words = 1;' });
    expect(types).toMatchObject({ verifier: 'types', verdict: 'disagree' });
    expect(others).toEqual([]);
  });

  it('holds a part to the laws of its contract, whatever its examples say', async () => {
    const laws = [
      { forAll: 'text: string', claim: `words(text).every((word) => word !== '')` },
      {
        forAll: 'a: string, b: string',
        claim: `words(a + ' ' + b).length === words(a).length + words(b).length`,
      },
    ];
    const contract = { ...WORDS, laws };
    expect(told(await verdictsOn({ contract, code: WORDS_CODE }))).toEqual([
      'types: agree',
      'cases: agree',
      'laws: agree',
      'laws: agree',
    ]);
    const careless = `export const words = (text: string): string[] => text.split(' ');`;
    const [, , kept] = await verdictsOn({ contract, code: careless });
    expect(kept).toMatchObject({ verdict: 'disagree', counterexample: 'law("")' });
  });

  it('counts a runner-up for or against a part only where a law takes sides', async () => {
    const laws = [{ forAll: 'text: string', claim: `words(text).every((word) => word !== '')` }];
    const careless = `export const words = (text: string): string[] => text.split(' ');`;
    const shouting = WORDS_CODE.replace('text.split', 'text.toUpperCase().split');
    const silent = { ...WORDS, examples: [] };
    const differential = async (code: string, runnerUp: string, contract: Contract) =>
      (await verdictsOn({ contract, code }, { runnersUp: [runnerUp] })).at(-1);
    expect(await differential(WORDS_CODE, shouting, silent)).toMatchObject({
      verifier: 'differential',
      kind: 'opinion',
      verdict: 'abstain',
      detail: expect.stringContaining('on words("a")') as unknown,
    });
    const lawful = { ...silent, laws };
    expect(await differential(WORDS_CODE, careless, lawful)).toMatchObject({ verdict: 'agree' });
    expect(await differential(careless, WORDS_CODE, lawful)).toMatchObject({ verdict: 'disagree' });
    expect(await differential(WORDS_CODE, WORDS_CODE, silent)).toMatchObject({ verdict: 'agree' });
  });

  it('abstains on cases where nothing is stated', async () => {
    const silent = { contract: { ...WORDS, examples: [] }, code: WORDS_CODE };
    expect(told(await verdictsOn(silent))).toEqual(['types: agree', 'cases: abstain']);
  });
});
