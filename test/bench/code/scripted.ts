import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { ModelProfile } from '../../../src/schemas/model';
import { scriptedAuthor } from './author';
import { type Flaws, studyOf } from './contract-study';
import { loadContracts } from './contracts';
import { decideAll } from './decide';
import { writeSection } from './page';
import { startProduct } from './product';
import { resultsTable } from './table';

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

/** What is decided right with an author of known faults, in every way, written into the page. */
export async function benchScripted(say: (line: string) => void): Promise<void> {
  const contracts = loadContracts();
  const sandbox = new QuickJsSandbox();
  const family = createTypescriptFamily(sandbox);
  const profile = ModelProfile.parse({ name: 'author', baseUrl: 'http://author.in-process' });
  const sections: string[] = [];
  for (const [flaws, told] of AUTHORS) {
    const studies = contracts.map((contract) => studyOf(contract, flaws, SEED));
    const model = scriptedAuthor(studies, { judgement: 0.9, seed: SEED });
    const product = await startProduct({
      model,
      profile,
      families: { typescript: family, python: family },
    });
    say(told);
    const rows = await decideAll(contracts, {
      model,
      profile,
      seed: SEED,
      language: 'typescript',
      family,
      product,
      lanes: LANES,
      say,
    });
    await product.stop();
    sections.push(`${told}\n\n${resultsTable(rows)}`);
    say(sections.at(-1) ?? '');
    await writeSection('scripted', sections.join('\n\n'));
  }
  await sandbox.close();
}

const SEED = 1;
const LANES = 6;
