import { z } from 'zod';
import { Contract } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { Plan } from '../schemas/plan';
import { Part, Subject } from '../schemas/subject';
import type { LoadedPart } from './ports/family';
import type { Store } from './ports/store';

export async function loadSubject(store: Store, hash: Hash): Promise<Subject> {
  return Subject.parse(await store.get(hash));
}

export async function loadContract(store: Store, hash: Hash): Promise<Contract> {
  return Contract.parse(await store.get(hash));
}

export async function loadPlan(store: Store, hash: Hash): Promise<Plan> {
  return Plan.parse(await store.get(hash));
}

/** The parts with everything they call, each once, callees before their callers. */
export async function loadParts(store: Store, hashes: readonly Hash[]): Promise<LoadedPart[]> {
  const stored = await loadStoredParts(store, hashes);
  return stored.map(({ part: { contract, code } }) => ({ contract, code }));
}

/** A part as it is stored, with its hash. */
export interface StoredPart {
  readonly hash: Hash;
  readonly part: Part;
}

/** As `loadParts`, with all that is known of each part. */
export async function loadStoredParts(
  store: Store,
  hashes: readonly Hash[],
): Promise<StoredPart[]> {
  const seen = new Set<Hash>();
  const loaded: StoredPart[] = [];
  const visit = async (hash: Hash): Promise<void> => {
    if (seen.has(hash)) return;
    seen.add(hash);
    const part = Part.parse(await store.get(hash));
    for (const callee of part.parts) await visit(callee);
    loaded.push({ hash, part });
  };
  for (const hash of hashes) await visit(hash);
  return loaded;
}

/** The code that is kept under a hash. */
export async function loadCode(store: Store, hash: Hash): Promise<string> {
  return Code.parse(await store.get(hash)).text;
}

const Code = z.strictObject({ text: z.string() });

/** A stored subject of an election on code. */
export async function loadCodeSubject(
  store: Store,
  hash: Hash,
): Promise<Extract<Subject, { kind: 'code' }>> {
  const subject = await loadSubject(store, hash);
  if (subject.kind !== 'code') throw new Error(`expected code, found a ${subject.kind}`);
  return subject;
}
