import { randomBytes } from 'node:crypto';

/** A new run's id: the spec's name and eight random characters, so that one spec can be built many times. */
export function newRunId(specName: string): string {
  return `${specName}-${randomBytes(4).toString('hex')}`;
}

/** Why `id` cannot name a run; undefined when it can. Child workflows append paths to it, so it has no slash. */
export function faultOfRunId(id: string): string | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id)) return undefined;
  return `found the run id ${JSON.stringify(id)}, expected at most 100 letters, digits, dots, hyphens and underscores, the first a letter or digit`;
}
