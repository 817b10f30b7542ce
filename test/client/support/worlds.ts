import { certificate } from './certificates';
import { type FakeWorld } from './fake-context';
import { memoryStore } from './fake-server';
import { runStatus, task } from './runs';

/** A world with one run, 'r', whose root tells this status. */
export function worldWith(
  changes: Parameters<typeof runStatus>[0] = {},
  more: FakeWorld = {},
): FakeWorld {
  const status = runStatus({ run: 'r', ...changes });
  const tree = { run: 'r', state: status.state, tasks: [task('a', { state: 'voting' })] };
  return { workflows: { r: { queries: { status, tree } } }, ...more };
}

/** A world whose run 'r' has ended well, with its certificate in the store. */
export async function worldOfDoneRun(more: FakeWorld = {}): Promise<FakeWorld> {
  const store = memoryStore();
  const artifact = await store.put({ files: [{ path: 'src/index.ts', text: 'export {};' }] });
  const hash = await store.put(certificate({ run: 'r', artifact }));
  const world = worldWith({ state: 'done', phase: 'ended', artifact, certificate: hash });
  return { ...world, store, ...more };
}
