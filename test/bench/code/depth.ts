import type { Family } from '../../../src/activities/ports/family';
import { ModelProfile } from '../../../src/schemas/model';
import { scriptedAuthor } from './author';
import { isRight } from './columns';
import { studiesOf } from './composite-study';
import { type Composite, entryContract, loadComposites } from './composites';
import type { BenchLanguage } from './contracts';
import { openFamilies } from './families';
import { inLanes } from './lanes';
import { writeSection } from './page';
import { doubtsIn, type Product, startProduct } from './product';
import { type Graded, resultsTable, type Row } from './table';

/** Probability that a line is wrong: ten lines are right at 70 %. */
const WRONG_PER_LINE = 1 - 0.7 ** 0.1;
const DEPTHS = [0, 1, 2];
/** Runs of each program at each depth, each with an author of another seed. */
const SEEDS = [1, 2, 3];
/** Runs under way at once: with a dozen on two busy cores their workflow tasks ran out of time, and began again. */
const LANES = 3;

/** What splitting costs and gains, with an author whose mistakes grow with the lines that it writes; into the page. */
export async function benchDepth(
  say: (line: string) => void,
  language: BenchLanguage,
): Promise<void> {
  const composites = loadComposites();
  const families = openFamilies();
  const family = families.of[language];
  const profile = ModelProfile.parse({ name: 'author', baseUrl: 'http://author.in-process' });
  const graded = new Map<number, Graded[]>(DEPTHS.map((depth) => [depth, []]));
  for (const seed of SEEDS) {
    const studies = composites.flatMap((composite) => studiesOf(composite, WRONG_PER_LINE));
    const model = scriptedAuthor(studies, { judgement: 0.9, seed });
    const product = await startProduct({ model, profile, families: families.of });
    const decide = async (composite: Composite, depth: number): Promise<void> => {
      const decision = await build(product, { composite, language, depth, seed });
      const right = await grade(decision, { family, composite, language });
      graded.get(depth)?.push({ ...decision, right });
      const { calls, doubts } = decision;
      const verdict = right === null ? 'exhausted' : right ? 'right' : 'wrong';
      const told = [verdict, `${calls} calls`, ...doubts].join('; ');
      say(`${composite.entry}, depth ${depth}, seed ${seed}: ${told}`);
    };
    const wanted = composites.flatMap((composite) => DEPTHS.map((depth) => ({ composite, depth })));
    await inLanes(wanted, LANES, ({ composite, depth }) => decide(composite, depth));
    await product.stop();
    const rows: Row[] = DEPTHS.map((depth) => ({
      way: depth === 0 ? '0, as one leaf' : `${depth}`,
      graded: graded.get(depth) ?? [],
    }));
    await writeSection(
      `depth-${language}`,
      resultsTable(rows, ['levels of splitting', 'calls a program']),
    );
  }
  await families.close();
}

type Built = Awaited<ReturnType<typeof build>>;

async function build(
  product: Product,
  wanted: {
    readonly composite: Composite;
    readonly language: BenchLanguage;
    readonly depth: number;
    readonly seed: number;
  },
) {
  const { composite, language, depth, seed } = wanted;
  const { parts, certificate } = await product.build({
    run: `depth-${depth}-${seed}-${composite.entry}`,
    family: language,
    contract: entryContract(composite, language),
    maxDepth: depth,
    seed,
  });
  const code = parts?.at(-1)?.code ?? null;
  const { calls, lostCalls } = certificate;
  return { parts, code, calls: calls + lostCalls, doubts: doubtsIn(certificate) };
}

/** Whether hidden tests find a program right; null where there is none. */
async function grade(
  { code, parts }: Built,
  given: {
    readonly family: Family;
    readonly composite: Composite;
    readonly language: BenchLanguage;
  },
): Promise<boolean | null> {
  const { family, composite, language } = given;
  if (code === null) return null;
  const uses = parts?.at(-1)?.contract.uses ?? [];
  const hidden = { ...entryContract(composite, language, true), uses };
  return isRight(code, { family, parts: parts?.slice(0, -1) ?? [] }, hidden);
}
