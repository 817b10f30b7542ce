import { ModelProfile } from '../../../src/schemas/model';
import { scriptedAuthor } from './author';
import { type Flaws, studyOf } from './contract-study';
import { type BenchLanguage, loadContracts, TITLES } from './contracts';
import { decideAll, type Field } from './decide';
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
 * each contract, and with one seed for all authors before the next.
 */
export async function benchScripted(
  say: (line: string) => void,
  language: BenchLanguage,
): Promise<void> {
  const families = openFamilies();
  const done = new Map<string, readonly Row[]>();
  for (const seed of SEEDS[language]) {
    for (const [flaws, told] of AUTHORS) {
      say(`${TITLES[language]}, seed ${seed}: ${told}`);
      const before = done.get(told) ?? [];
      const keep = async (rows: readonly Row[]): Promise<void> => {
        done.set(told, [
          ...before,
          ...rows.map((row) => ({ ...row, way: `${row.way}, seed ${seed}` })),
        ]);
        const sections = [...done].map(([about, all]) => `${about}\n\n${resultsTable(all)}`);
        await writeSection(`scripted-${language}`, sections.join('\n\n'));
      };
      await decideWith({ flaws, seed, language, families, say, keep });
    }
  }
  await families.close();
}

interface Trial extends Pick<Field, 'seed' | 'language' | 'say' | 'keep'> {
  readonly flaws: Flaws;
  readonly families: Families;
}

/** Decides all contracts with one author and one seed. */
async function decideWith({ flaws, families, ...trial }: Trial): Promise<void> {
  const { seed, language } = trial;
  const contracts = loadContracts();
  const profile = ModelProfile.parse({ name: 'author', baseUrl: 'http://author.in-process' });
  const studies = contracts.map((contract) => studyOf(contract, flaws, seed));
  const model = scriptedAuthor(studies, { judgement: 0.9, seed });
  const product = await startProduct({ model, profile, families: families.of });
  const family = families.of[language];
  await decideAll(contracts, { ...trial, model, profile, family, product, lanes: LANES });
  await product.stop();
}

const LANES = 6;
