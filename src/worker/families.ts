import { createBubblewrapSandbox } from '../adapters/bubblewrap/bubblewrap-sandbox';
import { nodeRuntime } from '../adapters/bubblewrap/node-runtime';
import { pythonRuntime } from '../adapters/bubblewrap/python-runtime';
import { QuickJsSandbox } from '../adapters/quickjs/quickjs-sandbox';
import { cacheRoot } from '../dev/cache';
import { ensureHypothesis } from '../dev/python/hypothesis';
import { createPythonFamily } from '../families/python';
import { createTypescriptFamily } from '../families/typescript';

/** Every family of software with its real sandbox; whoever opens them closes them. */
export function openFamilies(env: NodeJS.ProcessEnv) {
  const sandbox = new QuickJsSandbox();
  const node = createBubblewrapSandbox(nodeRuntime);
  const python = createBubblewrapSandbox(pythonRuntime());
  return {
    families: {
      typescript: createTypescriptFamily(sandbox, node),
      python: createPythonFamily({
        sandbox: python,
        hypothesis: () => ensureHypothesis(cacheRoot(env)),
      }),
    },
    /** The sandboxes that rest on what this machine has. */
    hosts: { node, python },
    close: () => sandbox.close(),
  };
}
