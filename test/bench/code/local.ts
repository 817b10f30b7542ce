import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { decideAll } from './decide';
import { LOCAL_PROFILE, LOCAL_SEED, localContracts, openLocalModel } from './local-model';
import { writeSection } from './page';
import { startProduct } from './product';
import { resultsTable } from './table';

/** The same as with the scripted author, asked of the local model on the first `count` contracts in a fixed order. */
export async function benchLocal(say: (line: string) => void, count: number): Promise<void> {
  const contracts = localContracts(count);
  const sandbox = new QuickJsSandbox();
  const family = createTypescriptFamily(sandbox);
  const model = openLocalModel();
  const profile = LOCAL_PROFILE;
  const product = await startProduct({
    model,
    profile,
    families: { typescript: family, python: family },
  });
  await decideAll(contracts, {
    model,
    profile,
    seed: LOCAL_SEED,
    language: 'typescript',
    family,
    product,
    lanes: LANES,
    say,
    keep: (rows) => writeSection('local', resultsTable(rows)),
  });
  await product.stop();
  await sandbox.close();
}

/** Elections under way at once: together they fill the model server, whose answers come the faster the more of them it writes side by side. */
const LANES = 4;
