import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { identify, isRunning } from './process-identity';

/** Something obtained once and kept: one executable in one version for this machine. */
export interface CacheEntry {
  readonly name: string;
  readonly version: string;
}

/** What stands in the cache under an entry. */
type Cached =
  | { readonly status: 'absent' }
  | { readonly status: 'corrupt' }
  | { readonly status: 'intact'; readonly path: string };

/** Files that cost minutes to obtain; each is whole and unchanged whenever it is handed out. */
export interface Cache {
  readonly root: string;
  /** Compares the file with the SHA-256 recorded when it was installed. */
  find(entry: CacheEntry): Promise<Cached>;
  /** Copies an executable file in, with its hash; a reader sees the old state or the new one. Returns its path. */
  install(entry: CacheEntry, file: string): Promise<string>;
  remove(entry: CacheEntry): Promise<void>;
  /** Runs `work` in an empty folder on the cache's own disk, which is deleted afterwards. */
  inScratch<T>(work: (directory: string) => Promise<T>): Promise<T>;
}

/** The cache folder: MILLWRIGHT_CACHE, else `millwright` in the user's cache folder. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  const chosen = env['MILLWRIGHT_CACHE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.cache'), 'millwright');
}

/** Opens the cache in `root`, which is created when something is installed. */
export function openCache(root: string): Cache {
  return {
    root,
    find: (entry) => findIn(folderOf(root, entry)),
    install: (entry, file) => installIn({ root, entry, file }),
    remove: (entry) => rm(folderOf(root, entry), { recursive: true, force: true }),
    inScratch: (work) => inScratchOf(root, work),
  };
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const RECORD = 'installed.json';

interface InstallRecord {
  readonly file: string;
  readonly sha256: string;
}

function folderOf(root: string, { name, version }: CacheEntry): string {
  return join(root, `${name}-${version}-${process.platform}-${process.arch}`);
}

async function findIn(folder: string): Promise<Cached> {
  const text = await readFile(join(folder, RECORD), 'utf8').catch(() => undefined);
  if (text === undefined) return { status: 'absent' };
  try {
    const { file, sha256 } = JSON.parse(text) as InstallRecord;
    const path = join(folder, file);
    return (await sha256OfFile(path)) === sha256
      ? { status: 'intact', path }
      : { status: 'corrupt' };
  } catch {
    return { status: 'corrupt' };
  }
}

async function installIn(request: {
  root: string;
  entry: CacheEntry;
  file: string;
}): Promise<string> {
  const { root, entry, file } = request;
  const folder = folderOf(root, entry);
  return inScratchOf(root, async (scratch) => {
    const staged = join(scratch, 'entry');
    const copy = join(staged, basename(file));
    await mkdir(staged);
    await copyFile(file, copy);
    await chmod(copy, 0o755);
    await flush(copy);
    const record: InstallRecord = { file: basename(file), sha256: await sha256OfFile(copy) };
    await writeFile(join(staged, RECORD), JSON.stringify(record, undefined, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(staged, folder);
    return join(folder, basename(file));
  });
}

/** Onto the disk before the rename: after a power cut a renamed file must not be an empty one. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

async function inScratchOf<T>(root: string, work: (directory: string) => Promise<T>): Promise<T> {
  const parent = join(root, 'scratch');
  await mkdir(parent, { recursive: true });
  await removeScratchOfTheDead(parent);
  const owner = identify(process.pid);
  const directory = await mkdtemp(join(parent, `${process.pid}-${owner?.startedAt ?? ''}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function removeScratchOfTheDead(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [pid, startedAt] = name.split('-');
    if (startedAt !== undefined && isRunning({ pid: Number(pid), startedAt })) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
