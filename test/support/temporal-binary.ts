import { cacheRoot, openCache } from '../../src/dev/cache';
import { locate } from '../../src/dev/lookup';
import { progressOnStderr } from '../../src/dev/progress-lines';
import { temporalServer } from '../../src/dev/temporal-server';

/** Path of a Temporal CLI, obtained the way a user's would be; a set-up checkout has it in its cache. */
export async function temporalBinary(): Promise<string> {
  const cache = openCache(cacheRoot(process.env));
  const { path } = await locate(temporalServer, {
    cache,
    env: process.env,
    progress: progressOnStderr(),
  });
  return path;
}
