import { ApplicationFailure } from '@temporalio/common';
import { type Collection, MongoClient } from 'mongodb';
import { hashOfText } from '../activities/hash';
import type { Store } from '../activities/ports/store';
import { canonicalJson } from '../domain/canonical-json';
import type { Hash, Json } from '../schemas/hash';
import { GroupedInserts, type StoredText } from './grouped-inserts';
import {
  ArtifactMissing,
  StoreCorrupt,
  type StorePlace,
  ValueTooLarge,
  storeFailure,
} from './store-failure';
import { TextCache } from './text-cache';

/** Longest canonical JSON, in bytes, of one value: a BSON document may have 16 MiB, its frame included. */
export const MAX_VALUE_BYTES = 15 * 1024 * 1024;

/** A store that is connected; whoever connected it closes it. */
export interface ConnectedStore {
  readonly store: Store;
  /** Resolves when the database answers. @throws ApplicationFailure 'store.…' within seconds when it does not. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Connects to the MongoDB, or FerretDB, at `uri`; without a database name in it, to the database 'millwright'.
 * A database that accepts a connection but does not answer in `answerWithinMs` (default 15 s, enough for 15 MiB on a
 * slow disk) counts as unavailable.
 * @throws ApplicationFailure of a type 'store.…', without the password, when it cannot be reached within seconds.
 */
export async function connectStore(
  uri: string,
  { answerWithinMs = 15_000 }: { readonly answerWithinMs?: number } = {},
): Promise<ConnectedStore> {
  const client = createClient(uri, answerWithinMs);
  const place = placeOf(client);
  const database = client.db(/^[^/]+\/\/[^/]+\/[^?]/.test(uri) ? undefined : 'millwright');
  const ping = () =>
    translated(place, async () => {
      await database.command({ ping: 1 });
    });
  const close = () => client.close();
  try {
    await ping();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    store: new MongoStore(database.collection('artifacts'), database.collection('records'), place),
    ping,
    close,
  };
}

/**
 * Keeps values as canonical JSON in a single text, so that every JSON value comes back exactly, whatever BSON makes
 * of its keys and numbers, and so that a hash can be checked. Only inserts and reads by _id: everything else
 * scans the collection on FerretDB, and writes that change something would not be idempotent (I6).
 */
class MongoStore implements Store {
  readonly #artifacts: Collection<StoredText>;
  readonly #records: Collection<StoredText>;
  readonly #place: StorePlace;
  readonly #newArtifacts: GroupedInserts;
  readonly #newRecords: GroupedInserts;
  /** Every vote of an election reads the same artifacts, and FerretDB serves 200 reads a second. */
  readonly #seen = new TextCache(CACHE_LENGTH);

  constructor(
    artifacts: Collection<StoredText>,
    records: Collection<StoredText>,
    place: StorePlace,
  ) {
    this.#artifacts = artifacts;
    this.#records = records;
    this.#place = place;
    this.#newArtifacts = new GroupedInserts(artifacts);
    this.#newRecords = new GroupedInserts(records);
  }

  async put(artifact: Json): Promise<Hash> {
    const text = storable(artifact);
    const hash = hashOfText(text);
    // What was read or written once stands for ever (I6).
    if (this.#seen.get(hash) !== undefined) return hash;
    await this.#insert(this.#newArtifacts, { _id: hash, text });
    this.#seen.set(hash, text);
    return hash;
  }

  async get(hash: Hash): Promise<Json> {
    const text = this.#seen.get(hash) ?? (await this.#read(this.#artifacts, hash));
    if (text === undefined) throw new ArtifactMissing(hash);
    if (hashOfText(text) !== hash) throw new StoreCorrupt(`artifact ${hash}`);
    this.#seen.set(hash, text);
    return JSON.parse(text) as Json;
  }

  async record(id: string, value: Json): Promise<Json> {
    const text = storable(value);
    if (await this.#insert(this.#newRecords, { _id: id, text })) return JSON.parse(text) as Json;
    const standing = await this.find(id);
    if (standing === undefined) throw new StoreCorrupt(`record ${id}`);
    return standing;
  }

  async find(id: string): Promise<Json | undefined> {
    const text = await this.#read(this.#records, id);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  }

  /** Returns false when something stands there already. */
  #insert(inserts: GroupedInserts, document: StoredText): Promise<boolean> {
    return translated(this.#place, () => inserts.insert(document));
  }

  #read(collection: Collection<StoredText>, id: string): Promise<string | undefined> {
    return translated(this.#place, async () => (await collection.findOne({ _id: id }))?.text);
  }
}

/** At most 64 MB of memory in one worker. */
const CACHE_LENGTH = 32 * 1024 * 1024;

function storable(value: Json): string {
  const text = canonicalJson(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_VALUE_BYTES) throw new ValueTooLarge(bytes, MAX_VALUE_BYTES);
  return text;
}

function createClient(uri: string, answerWithinMs: number): MongoClient {
  try {
    return new MongoClient(uri, {
      // FerretDB has no retryable writes, and whoever calls may repeat them: they are idempotent. An activity's
      // retry is better than one in here, and than a long wait: it is seen, and it may move to another worker.
      retryWrites: false,
      retryReads: false,
      serverSelectionTimeoutMS: 5_000,
      connectTimeoutMS: 5_000,
      socketTimeoutMS: answerWithinMs,
    });
  } catch (cause) {
    // The driver's own message may quote the whole address, password and all.
    const kind = cause instanceof Error ? cause.name : 'an error';
    throw ApplicationFailure.create({
      type: 'store.bad-address',
      nonRetryable: true,
      message: `MONGODB_URI is no address of a document store (${kind}): expected mongodb://HOST:PORT/DATABASE. Correct it and start again.`,
    });
  }
}

function placeOf({ options }: MongoClient): StorePlace {
  const { credentials } = options;
  const hosts = options.srvHost ?? options.hosts.map(String).join(',');
  return credentials === undefined ? { hosts } : { hosts, password: credentials.password };
}

async function translated<T>(place: StorePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error, place);
  }
}
