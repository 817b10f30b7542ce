import { join } from 'node:path';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { shuffle } from '../../../src/domain/seed';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { loadContracts } from './contracts';
import { decideAll } from './decide';
import { LOCAL_PROFILE, startLocalModel } from './local-model';
import { writeSection } from './page';
import { startProduct } from './product';
import { recordedModel } from './recorded-model';
import { resultsTable } from './table';

/** Where the local model's replies are kept; git passes the folder over. */
const REPLIES = join(__dirname, '..', '..', '..', '.millwright', 'bench-code');

/** The same as with the scripted author, asked of the local model on the first `count` contracts in a fixed order. */
export async function benchLocal(say: (line: string) => void, count: number): Promise<void> {
  const contracts = shuffle(loadContracts(), SEED).slice(0, count);
  const sandbox = new QuickJsSandbox();
  const family = createTypescriptFamily(sandbox);
  const model = recordedModel(startLocalModel, REPLIES);
  const profile = LOCAL_PROFILE;
  const product = await startProduct({
    model,
    profile,
    families: { typescript: family, python: family },
  });
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
  await sandbox.close();
  await writeSection('local', resultsTable(rows));
}

const SEED = 1;
/** The samples of two elections fill the model server. */
const LANES = 2;
