import { createBubblewrapSandbox } from '../adapters/bubblewrap/bubblewrap-sandbox';
import { QuickJsSandbox } from '../adapters/quickjs/quickjs-sandbox';
import { cacheRoot } from '../dev/cache';
import { ensureHypothesis } from '../dev/python/hypothesis';
import { createPythonFamily } from '../families/python';
import { createTypescriptFamily } from '../families/typescript';

/** Every family of software with its real sandbox; whoever opens them closes them. */
export function openFamilies(env: NodeJS.ProcessEnv) {
  const sandbox = new QuickJsSandbox();
  return {
    families: {
      typescript: createTypescriptFamily(sandbox),
      python: createPythonFamily({
        sandbox: createBubblewrapSandbox(),
        hypothesis: () => ensureHypothesis(cacheRoot(env)),
      }),
    },
    close: () => sandbox.close(),
  };
}
