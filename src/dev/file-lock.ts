import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './process-identity';

/** A lock that is a file naming its holder. */
export interface FileLock {
  readonly path: string;
  /** Told once, when the lock is held by a living process. */
  readonly onWait?: (holder: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `action` while no other process holds the lock; the lock of a dead process is taken over.
 * It saves doing the same work twice; results are safe without it, as they are installed by one rename.
 */
export async function withFileLock<T>(lock: FileLock, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lock.path), { recursive: true });
  let told = false;
  while (!claim(lock.path)) {
    const holder = readHolder(lock.path);
    if (holder !== undefined && !told) {
      lock.onWait?.(holder.pid);
      told = true;
    }
    await setTimeout(POLL_MS, undefined, lock.signal === undefined ? {} : { signal: lock.signal });
  }
  try {
    return await action();
  } finally {
    rmSync(lock.path, { force: true });
  }
}

const POLL_MS = 100;
/** A holder writes its name at once; a file that stays empty longer than this was left by a crash between the two. */
const NAMELESS_MS = 5_000;

function claim(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isAbandoned(path)) takeAway(path);
  return false;
}

function isAbandoned(path: string): boolean {
  const holder = readHolder(path);
  if (holder !== undefined) return !isRunning(holder);
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > NAMELESS_MS;
}

/** Moves the stale lock aside before deleting it: another process may have replaced it by its own in the meantime. */
function takeAway(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    const holder = readHolder(aside);
    if (holder !== undefined && isRunning(holder)) linkSync(aside, path);
  } catch {
    // Another process was quicker.
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
