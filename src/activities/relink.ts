import type { Hash } from '../schemas/hash';
import type { Part } from '../schemas/subject';
import { hashOf } from './hash';
import type { Store } from './ports/store';
import { loadStoredParts, type StoredPart } from './subjects';

/** One part that takes another one's place. */
export interface Substitution {
  readonly from: Hash;
  readonly to: Hash;
}

export interface Relinked {
  /** The parts in place of those that were given, in their order. */
  readonly roots: readonly Hash[];
  /** What the first of them calls directly. */
  readonly parts: readonly Hash[];
  /** Parts that call, directly or not, what was replaced: new ones, callees first. Nobody has verified these. */
  readonly changed: readonly Hash[];
}

export const createRelink = ({ store }: { readonly store: Store }) => ({
  /** Puts one part in another one's place wherever these parts use it: nothing is elected, and all other parts are kept. */
  async relink(
    input: Substitution & { readonly roots: readonly [Hash, ...Hash[]] },
  ): Promise<Relinked> {
    const { roots, ...substitution } = input;
    const stored = await loadStoredParts(store, roots);
    const { places, changed } = substitute(stored, substitution);
    for (const part of changed) await store.put(part);
    const placeOf = (hash: Hash): Hash => places.get(hash) ?? hash;
    const [root] = await loadStoredParts(store, [placeOf(roots[0])]).then((all) => all.slice(-1));
    return {
      roots: roots.map(placeOf),
      parts: root?.part.parts ?? [],
      changed: changed.map((part) => hashOf(part)),
    };
  },
});

/**
 * What stands in the place of each part once `to` has that of `from`: only parts that use it, directly or not, become
 * others, and those differ from what they were in nothing but the parts that they call.
 */
export function substitute(
  stored: readonly StoredPart[],
  { from, to }: Substitution,
): { readonly places: ReadonlyMap<Hash, Hash>; readonly changed: readonly Part[] } {
  const places = new Map<Hash, Hash>([[from, to]]);
  const changed: Part[] = [];
  for (const { hash, part } of stored) {
    if (hash === from || !part.parts.some((callee) => places.has(callee))) continue;
    const relinked = { ...part, parts: part.parts.map((callee) => places.get(callee) ?? callee) };
    places.set(hash, hashOf(relinked));
    changed.push(relinked);
  }
  return { places, changed };
}
