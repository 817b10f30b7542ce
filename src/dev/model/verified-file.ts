import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { sha256OfFile } from '../cache';

/** What a file must be, byte for byte. */
export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Compares a file with its fingerprint: 'absent', 'wrong' or 'right'. What was found right is recorded beside the
 * file and not hashed again until its size or time changes: a gigabyte takes seconds.
 */
export async function verifyFile(
  path: string,
  expected: Fingerprint,
): Promise<'absent' | 'wrong' | 'right'> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'absent';
  if (found.size !== expected.bytes) return 'wrong';
  const record = JSON.stringify({ ...pick(expected), modifiedMs: found.mtimeMs });
  if ((await readFile(recordOf(path), 'utf8').catch(() => '')) === record) return 'right';
  if ((await sha256OfFile(path)) !== expected.sha256) return 'wrong';
  await writeFile(`${recordOf(path)}.new`, record);
  await rename(`${recordOf(path)}.new`, recordOf(path));
  return 'right';
}

/** Renames a file with the record of its check. */
export async function moveVerified(from: string, to: string): Promise<void> {
  await rename(recordOf(from), recordOf(to));
  await rename(from, to);
}

/** Deletes a file with the record of its check. */
export async function removeVerified(path: string): Promise<void> {
  await rm(recordOf(path), { force: true });
  await rm(path, { force: true });
}

function recordOf(path: string): string {
  return `${path}.verified.json`;
}

function pick({ bytes, sha256 }: Fingerprint): Fingerprint {
  return { bytes, sha256 };
}
