import type { Hash, Json } from '../../schemas/hash';

/** Append-only and content-addressed: every write may be repeated without harm. */
export interface Store {
  /** Keeps `artifact` under the hash of its canonical JSON. */
  put(artifact: Json): Promise<Hash>;
  /** @throws ArtifactMissing when no artifact has that hash. */
  get(hash: Hash): Promise<Json>;
  /** Writes `value` under `id` unless something stands there; returns what stands there afterwards. */
  record(id: string, value: Json): Promise<Json>;
  find(id: string): Promise<Json | undefined>;
}
