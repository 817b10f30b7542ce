import type { BenchLanguage } from './contracts';
import { decideAll } from './decide';
import { openFamilies } from './families';
import { LOCAL_PROFILE, LOCAL_SEED, localContracts, openLocalModel } from './local-model';
import { writeSection } from './page';
import { startProduct } from './product';
import { resultsTable, type Row, witnessesTold } from './table';

/** The same as with the scripted author, asked of the local model on the first `count` contracts in a fixed order. */
export async function benchLocal(
  say: (line: string) => void,
  language: BenchLanguage,
  count: number,
): Promise<void> {
  const families = openFamilies();
  const model = openLocalModel();
  const profile = LOCAL_PROFILE;
  const product = await startProduct({ model, profile, families: families.of });
  await decideAll(localContracts(count), {
    model,
    profile,
    seed: LOCAL_SEED,
    language,
    family: families.of[language],
    product,
    lanes: LANES,
    say,
    keep: (rows) => writeSection(`local-${language}`, sectionOf(rows)),
  });
  await product.stop();
  await families.close();
}

function sectionOf(rows: readonly Row[]): string {
  return `${resultsTable(rows)}\n\n${witnessesTold(rows.at(-1)?.graded ?? [])}`;
}

/** Elections under way at once: together they fill the model server, whose answers come the faster the more of them it writes side by side. */
const LANES = 4;
