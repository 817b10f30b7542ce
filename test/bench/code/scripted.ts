import { ModelProfile } from '../../../src/schemas/model';
import { scriptedAuthor } from './author';
import { type Flaws, studyOf } from './contract-study';
import { type BenchContract, type BenchLanguage, loadContracts, TITLES } from './contracts';
import { decideAll } from './decide';
import { type Families, openFamilies } from './families';
import { writeSection } from './page';
import { startProduct } from './product';
import { resultsTable, type Row } from './table';

/** The scripted author's flaws, and what the page says of them. */
const AUTHORS: readonly (readonly [Flaws, string])[] = [
  [
    { defects: 0.3, relation: 'independent' },
    'Each answer is wrong at 30 %, with any of its contract’s mistakes.',
  ],
  [
    { defects: 0.3, relation: 'popular' },
    'Each answer is wrong at 30 %, and all wrong answers to one contract make the same mistake.',
  ],
  [
    { defects: 0.3, relation: 'misread' },
    'On a tenth of the contracts every answer makes the same mistake; on the others 22 % are wrong, with any mistake.',
  ],
];

/** An answer in Python takes a process of its own, so that one seed takes as long there as two in TypeScript. */
const SEEDS: Readonly<Record<BenchLanguage, readonly number[]>> = {
  typescript: [1, 2],
  python: [1],
};

/**
 * What is decided right with an author of known faults, in every way, written into the language's place on the page: after
 * each author, and with one seed for all of them before the next.
 */
export async function benchScripted(
  say: (line: string) => void,
  language: BenchLanguage,
): Promise<void> {
  const contracts = loadContracts();
  const families = openFamilies();
  const rows = new Map<string, readonly Row[]>();
  for (const seed of SEEDS[language]) {
    for (const [flaws, told] of AUTHORS) {
      say(`${TITLES[language]}, seed ${seed}: ${told}`);
      const more = await decideWith({ contracts, flaws, seed, language, families, say });
      rows.set(told, [...(rows.get(told) ?? []), ...more]);
      const sections = [...rows].map(([about, all]) => `${about}\n\n${resultsTable(all)}`);
      await writeSection(`scripted-${language}`, sections.join('\n\n'));
    }
  }
  await families.close();
}

interface Trial {
  readonly contracts: readonly BenchContract[];
  readonly flaws: Flaws;
  readonly seed: number;
  readonly language: BenchLanguage;
  readonly families: Families;
  readonly say: (line: string) => void;
}

/** The rows of one author with one seed. */
async function decideWith(trial: Trial): Promise<readonly Row[]> {
  const { contracts, flaws, seed, language, families, say } = trial;
  const profile = ModelProfile.parse({ name: 'author', baseUrl: 'http://author.in-process' });
  const studies = contracts.map((contract) => studyOf(contract, flaws, seed));
  const model = scriptedAuthor(studies, { judgement: 0.9, seed });
  const product = await startProduct({ model, profile, families: families.of });
  const family = families.of[language];
  const field = { model, profile, seed, language, family, product, lanes: LANES, say };
  const rows = await decideAll(contracts, field);
  await product.stop();
  return rows.map(({ way, graded }) => ({ way: `${way}, seed ${seed}`, graded }));
}

const LANES = 6;
