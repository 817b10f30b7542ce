import type { Family } from '../../../src/activities/ports/family';
import { QuickJsSandbox } from '../../../src/adapters/quickjs/quickjs-sandbox';
import { createPythonFamily } from '../../../src/families/python';
import { createTypescriptFamily } from '../../../src/families/typescript';
import { pythonHost } from '../../support/python-family';
import type { BenchLanguage } from './contracts';

/** Both families with their sandboxes, as a worker has them. */
export interface Families {
  readonly of: Readonly<Record<BenchLanguage, Family>>;
  readonly close: () => Promise<void>;
}

export function openFamilies(): Families {
  const sandbox = new QuickJsSandbox();
  return {
    of: { typescript: createTypescriptFamily(sandbox), python: createPythonFamily(pythonHost) },
    close: () => sandbox.close(),
  };
}
