import { Contract } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { Plan } from '../schemas/plan';
import { Part, Subject } from '../schemas/subject';
import type { LoadedPart, Store } from './ports';

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
  const seen = new Set<Hash>();
  const loaded: LoadedPart[] = [];
  const visit = async (hash: Hash): Promise<void> => {
    if (seen.has(hash)) return;
    seen.add(hash);
    const { contract, code, parts } = Part.parse(await store.get(hash));
    for (const callee of parts) await visit(callee);
    loaded.push({ contract, code });
  };
  for (const hash of hashes) await visit(hash);
  return loaded;
}
