import { certify, type RunFacts } from '../domain/certificate';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import type { Store } from './ports';

/** The facts of a run that has ended, with its spec by hash. */
export interface CertifyInput extends Omit<RunFacts, 'spec' | 'startedAt' | 'durationMs'> {
  readonly spec: Hash;
  /** Of the spec's file, as the user wrote it. */
  readonly specSha256: Hash;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export const createCertify = ({ store }: { readonly store: Store }) => ({
  /** Draws up the run's proof sheet and keeps it. */
  async certify(input: CertifyInput): Promise<Hash> {
    const { spec, specSha256, startedAtMs, endedAtMs, ...facts } = input;
    const { name } = Spec.parse(await store.get(spec));
    return store.put(
      certify({
        ...facts,
        spec: { name, sha256: specSha256 },
        startedAt: new Date(startedAtMs).toISOString(),
        durationMs: endedAtMs - startedAtMs,
      }),
    );
  },
});
