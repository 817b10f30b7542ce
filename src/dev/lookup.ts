import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Cache, CacheEntry } from './cache';
import { withFileLock } from './file-lock';
import type { Progress, Step } from './progress';

/** An executable that can serve as a part of the stack. */
export interface Binary extends CacheEntry {
  /** Its version as it tells it itself; throws when it does not run here, or is too old. */
  check(path: string): Promise<string>;
}

/** One way to obtain a binary. */
export interface Source {
  readonly binary: Binary;
  /** What is done, as in 'downloading …'. */
  readonly title: string;
  /** Puts the executable somewhere in the empty folder `directory` and returns its path. */
  obtain(request: ObtainRequest): Promise<string>;
}

export interface ObtainRequest {
  readonly directory: string;
  readonly step: Step;
  readonly signal?: AbortSignal | undefined;
}

/** A part of the stack and every way to come by it, best first. */
export interface Part {
  readonly name: string;
  /** Looked for on PATH by name. */
  readonly onPath: readonly Binary[];
  readonly sources: readonly Source[];
  /** What the user can do when nothing worked. */
  readonly advice: string;
}

export interface Surroundings {
  readonly cache: Cache;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** An executable that has just answered `--version`. */
export interface Located {
  /** Name of the binary: 'mongod' or 'ferretdb', say. */
  readonly binary: string;
  readonly path: string;
  readonly version: string;
}

/** Thrown when no way to a part worked; says what was tried and what to do. */
export class PartUnavailable extends Error {
  override readonly name = 'PartUnavailable';
}

/** Finds a part: on PATH, in the cache, else obtained from its sources in order and cached. Throws PartUnavailable. */
export async function locate(part: Part, surroundings: Surroundings): Promise<Located> {
  const ready = (await findOnPath(part, surroundings)) ?? (await findCached(part, surroundings));
  if (ready !== undefined) return ready;
  const { cache, progress, signal } = surroundings;
  let waiting: Step | undefined;
  const lock = {
    path: join(cache.root, `${part.name.toLowerCase().replaceAll(' ', '-')}.lock`),
    signal,
    onWait: (holder: number) => {
      waiting = progress.step(`${part.name}: waiting for process ${holder}, which is obtaining it`);
    },
  };
  return withFileLock(lock, async () => {
    waiting?.done();
    return (await findCached(part, surroundings)) ?? obtain(part, surroundings);
  });
}

async function findOnPath(
  part: Part,
  { env, progress }: Surroundings,
): Promise<Located | undefined> {
  for (const binary of part.onPath) {
    const path = await which(binary.name, env);
    if (path === undefined) continue;
    try {
      return { binary: binary.name, path, version: await binary.check(path) };
    } catch (error) {
      progress.step(part.name).failed(`${path} is passed over: ${reasonOf(error)}`);
    }
  }
  return undefined;
}

async function findCached(
  part: Part,
  { cache, progress }: Surroundings,
): Promise<Located | undefined> {
  for (const binary of new Set(part.sources.map((source) => source.binary))) {
    const cached = await cache.find(binary);
    if (cached.status === 'absent') continue;
    try {
      if (cached.status === 'corrupt')
        throw new Error('the file is not the one that was installed');
      return { binary: binary.name, path: cached.path, version: await binary.check(cached.path) };
    } catch (error) {
      await cache.remove(binary);
      progress
        .step(part.name)
        .failed(`the cached ${binary.name} is thrown away and obtained again: ${reasonOf(error)}`);
    }
  }
  return undefined;
}

async function obtain(part: Part, surroundings: Surroundings): Promise<Located> {
  const { cache, progress, signal } = surroundings;
  const attempts: string[] = [];
  for (const [index, source] of part.sources.entries()) {
    signal?.throwIfAborted();
    const step = progress.step(`${part.name}: ${source.title}`);
    try {
      return await cache.inScratch(async (directory) => {
        const file = await source.obtain({ directory, step, signal });
        const version = await source.binary.check(file);
        const path = await cache.install(source.binary, file);
        step.done(version);
        return { binary: source.binary.name, path, version };
      });
    } catch (error) {
      const next = part.sources[index + 1];
      step.failed(`${reasonOf(error)}${next === undefined ? '' : `; next: ${next.title}`}`);
      attempts.push(`- ${source.title}: ${reasonOf(error)}`);
    }
  }
  signal?.throwIfAborted();
  throw new PartUnavailable([`${part.name}: nothing worked.`, ...attempts, part.advice].join('\n'));
}

async function which(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, file);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, ' ') : String(error);
}
