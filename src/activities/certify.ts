import { z } from 'zod';
import { certify, type RunFacts } from '../domain/certificate';
import type { Hash } from '../schemas/hash';
import type { Store } from './ports/store';
import { loadStoredParts } from './subjects';

/** The facts of a run that has ended, with its spec by hash. */
export interface CertifyInput extends Omit<
  RunFacts,
  'spec' | 'tasks' | 'startedAt' | 'durationMs'
> {
  readonly spec: Hash;
  /** The result's top part; absent where there is none, and in runs of chains. */
  readonly part?: Hash;
  /** Of the spec's file, as the user wrote it. */
  readonly specSha256: Hash;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** All that a certificate says of a spec, whatever its family. */
const Named = z.looseObject({ name: z.string() });

export const createCertify = ({ store }: { readonly store: Store }) => ({
  /** Draws up the run's proof sheet and keeps it. */
  async certify(input: CertifyInput): Promise<Hash> {
    const { spec, part, specSha256, startedAtMs, endedAtMs, ...facts } = input;
    const { name } = Named.parse(await store.get(spec));
    return store.put(
      certify({
        ...facts,
        ...(part === undefined ? {} : await tasksOf(store, part)),
        spec: { name, sha256: specSha256 },
        startedAt: new Date(startedAtMs).toISOString(),
        durationMs: endedAtMs - startedAtMs,
      }),
    );
  },
});

/** The tasks whose parts a result is made of; none where a part is from before parts said it. */
async function tasksOf(store: Store, part: Hash): Promise<Pick<RunFacts, 'tasks'>> {
  const stored = await loadStoredParts(store, [part]);
  const tasks = stored.flatMap(({ part: { task } }) => task ?? []);
  return tasks.length === stored.length ? { tasks } : {};
}
