import { hashOf } from '../../src/activities/hash';
import type { Store } from '../../src/activities/ports/store';
import { ArtifactMissing } from '../../src/adapters/store-failure';
import { canonicalJson } from '../../src/domain/canonical-json';
import type { Hash, Json } from '../../src/schemas/hash';

/**
 * A store in memory that keeps the promises of the real one (the same tests run against both), counts its calls,
 * and refuses what only a mistake would ask for.
 */
export class MemoryStore implements Store {
  readonly artifacts = new Map<Hash, Json>();
  readonly records = new Map<string, Json>();
  /** Every call in order, as 'put', 'get', 'record' or 'find' and the id or hash it was about. */
  readonly calls: { readonly method: keyof Store; readonly id: string }[] = [];

  async put(artifact: Json): Promise<Hash> {
    const hash = hashOf(artifact);
    this.calls.push({ method: 'put', id: hash });
    this.artifacts.set(hash, copyOf(artifact));
    return hash;
  }

  async get(hash: Hash): Promise<Json> {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new TypeError(`expected a hash, found "${hash}"`);
    this.calls.push({ method: 'get', id: hash });
    const artifact = this.artifacts.get(hash);
    if (artifact === undefined) throw new ArtifactMissing(hash);
    return copyOf(artifact);
  }

  async record(id: string, value: Json): Promise<Json> {
    checkId(id);
    this.calls.push({ method: 'record', id });
    const standing = this.records.get(id);
    if (standing !== undefined) return copyOf(standing);
    this.records.set(id, copyOf(value));
    return copyOf(value);
  }

  async find(id: string): Promise<Json | undefined> {
    checkId(id);
    this.calls.push({ method: 'find', id });
    const value = this.records.get(id);
    return value === undefined ? undefined : copyOf(value);
  }
}

/** What a database would give back: never the same object, and only what JSON carries. */
function copyOf(value: Json): Json {
  return JSON.parse(canonicalJson(value)) as Json;
}

function checkId(id: string): void {
  if (/(^|:)(undefined|null|NaN|\[object \w+\])?(:|$)/.test(id))
    throw new TypeError(`expected a meaningful id, found "${id}"`);
}
