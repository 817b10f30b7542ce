import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import type { ObtainRequest } from './lookup';
import { runCommand } from './run-command';

/** An installer that runs as a process of its own, so that it can be ended when it hangs. */
export interface WatchedDownload extends ObtainRequest {
  /** A Node script that writes into `directory`, which it gets as its last argument. */
  readonly script: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ended after so long without another byte in the folder. Default 10,000. */
  readonly stallMs?: number;
  /** Picks the finished executable among the files that have appeared. */
  readonly isResult: (fileName: string) => boolean;
}

/** Runs an installer while its folder keeps growing, and returns the path of the executable it left there. */
export async function watchDownload(download: WatchedDownload): Promise<string> {
  const { script, directory, env, isResult } = download;
  const watch = watchGrowth(download);
  const signals = [watch.stalled, download.signal].filter((signal) => signal !== undefined);
  try {
    await runCommand({
      command: process.execPath,
      args: [script, directory],
      signal: AbortSignal.any(signals),
      ...(env === undefined ? {} : { env }),
    });
  } catch (error) {
    if (watch.stalled.aborted) throw watch.stalled.reason;
    throw error;
  } finally {
    watch.end();
  }
  const file = (await filesIn(directory)).find(({ name }) => isResult(name));
  if (file === undefined) throw new Error('the installer ended without leaving an executable');
  return file.path;
}

const STALL_MS = 10_000;
const LOOK_MS = 250;

function watchGrowth({ directory, step, stallMs = STALL_MS }: WatchedDownload) {
  const stalled = new AbortController();
  let bytes = 0;
  let grownAt = Date.now();
  const look = async () => {
    const total = (await filesIn(directory)).reduce((sum, { size }) => sum + size, 0);
    if (total !== bytes) {
      bytes = total;
      grownAt = Date.now();
      step.update({ bytes });
    }
    if (Date.now() - grownAt > stallMs) {
      stalled.abort(new Error(`no progress for ${(stallMs / 1000).toFixed(0)} s`));
    }
  };
  const timer = setInterval(() => void look(), Math.min(LOOK_MS, stallMs));
  return {
    stalled: stalled.signal,
    end() {
      clearInterval(timer);
    },
  };
}

interface FoundFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

async function filesIn(directory: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const path = join(parentPath, name);
      // A file may be renamed between the listing and the look at it.
      return {
        name,
        path,
        size: await stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      };
    }),
  );
}
