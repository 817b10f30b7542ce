import { createBubblewrapSandbox } from '../../src/adapters/bubblewrap/bubblewrap-sandbox';
import { pythonRuntime } from '../../src/adapters/bubblewrap/python-runtime';
import { cacheRoot } from '../../src/dev/cache';
import { ensureHypothesis } from '../../src/dev/python/hypothesis';
import type { PythonHost } from '../../src/families/python/guest-program';

/** Python as a worker runs it: under bubblewrap, with Hypothesis from the cache. */
export const pythonHost: PythonHost = {
  sandbox: createBubblewrapSandbox(pythonRuntime()),
  hypothesis: () => ensureHypothesis(cacheRoot(process.env)),
};
