import { hashOf } from '../../src/activities/hash';
import type { Store } from '../../src/activities/ports';
import type { Hash, Json } from '../../src/schemas/hash';

/** A store in memory that keeps the promises of the real one: append-only, content-addressed, first record wins. */
export class MemoryStore implements Store {
  readonly artifacts = new Map<Hash, Json>();
  readonly records = new Map<string, Json>();

  async put(artifact: Json): Promise<Hash> {
    const hash = hashOf(artifact);
    this.artifacts.set(hash, structuredClone(artifact));
    return Promise.resolve(hash);
  }

  async get(hash: Hash): Promise<Json> {
    const artifact = this.artifacts.get(hash);
    if (artifact === undefined) throw new Error(`No artifact ${hash} was ever put.`);
    return Promise.resolve(structuredClone(artifact));
  }

  async record(id: string, value: Json): Promise<Json> {
    if (!this.records.has(id)) this.records.set(id, structuredClone(value));
    return Promise.resolve(this.records.get(id) as Json);
  }

  async find(id: string): Promise<Json | undefined> {
    return Promise.resolve(this.records.get(id));
  }
}
