import { cancellationSignal, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isSaidAlike } from '../domain/plain-contract';
import type { Contract, FamilyName } from '../schemas/contract';
import type { Hash, Json } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import { whileHeartbeating } from './heartbeat';
import type { Family, Witness } from './ports/family';
import type { Store } from './ports/store';
import { loadCode, loadCodeSubject } from './subjects';

/** Code in another language than the elected one, and what it was asked for. */
export interface WitnessCode {
  readonly subject: Hash;
  readonly code: Hash;
}

export interface WitnessDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

export const createWitness = ({ store, families }: WitnessDependencies) => {
  // Nothing is installed while a worker runs; to look for it may take long.
  const missing = new Set<FamilyName>();

  const isReady = async (family: Family): Promise<boolean> => {
    if (missing.has(family.name)) return false;
    try {
      await family.prepare(null, cancellationSignal());
      return true;
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      missing.add(family.name);
      log.warn(`No code is compared with code in ${family.language.name}`, { why: error.message });
      return false;
    }
  };

  return {
    /**
     * The subject of the same code in another language, for a witness of what is elected; null where the contract has no
     * counterpart in one, or this machine cannot run it.
     */
    async callWitness(input: { readonly subject: Hash }): Promise<Hash | null> {
      const { family: own, contract, parts } = await loadCodeSubject(store, input.subject);
      const plain = parts.length > 0 ? null : families[own].inPlainTerms(contract);
      if (plain === null) return null;
      for (const family of Object.values(families)) {
        if (family.name === own) continue;
        const counterpart = family.fromPlainTerms(plain);
        if (counterpart === null || !(await whileHeartbeating(() => isReady(family)))) continue;
        const asked: Subject = {
          kind: 'code',
          family: family.name,
          contract: counterpart.contract,
          parts: [],
        };
        return store.put(asked);
      }
      return null;
    },
  };
};

/** What the code of a witness does on calls of the contract that it was called for. */
export async function witnessOf(
  { subject, code: hash }: WitnessCode,
  contract: Contract,
  { store, families, family: own }: WitnessDependencies & { readonly family: FamilyName },
): Promise<Witness | undefined> {
  const { family: name } = await loadCodeSubject(store, subject);
  const family = families[name];
  const plain = families[own].inPlainTerms(contract);
  const counterpart = plain && family.fromPlainTerms(plain);
  if (plain === null || counterpart === null) return undefined;
  const code = await loadCode(store, hash);

  const returnsOn = async (
    calls: readonly string[],
  ): Promise<ReadonlyMap<string, Json | undefined>> => {
    const seen = await family.observe(code, counterpart.contract, [], calls, cancellationSignal());
    if (seen.status === 'flagged') return new Map();
    return new Map(calls.map((call, at) => [call, family.valueReturned(seen.outcomes[at] ?? '')]));
  };

  return async (calls) => {
    const written = calls.map((args) =>
      args !== undefined && isSaidAlike(plain, args) ? counterpart.callOf(args) : undefined,
    );
    const all = [...new Set(written.filter((call) => call !== undefined))];
    const returned = new Map<string, Json | undefined>();
    for (let at = 0; at < all.length; at += TOGETHER)
      for (const [call, value] of await returnsOn(all.slice(at, at + TOGETHER)))
        returned.set(call, value);
    return written.map((call) => (call === undefined ? undefined : returned.get(call)));
  };
}

/** Calls in one run of the sandbox: where one of them comes to no end nothing is known of the others. */
const TOGETHER = 40;
