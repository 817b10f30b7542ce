import { cancellationSignal, log } from '@temporalio/activity';
import { isComparable, isSaidAlike, type PlainContract } from '../domain/plain-contract';
import { Contract, type FamilyName } from '../schemas/contract';
import type { Hash, Json } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import { whileHeartbeating } from './heartbeat';
import type { Counterpart, Family, Witness } from './ports/family';
import type { Store } from './ports/store';
import { fitsPrompt } from './prompts/render';
import { loadCode, loadCodeSubject } from './subjects';

/** Code in another language than the elected one, what it was asked for, and the subject that this is the counterpart of. */
export interface WitnessCode {
  readonly of: Hash;
  readonly subject: Hash;
  readonly code: Hash;
}

export interface WitnessDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

export const createWitness = ({ store, families }: WitnessDependencies) => {
  const ready = new Map<FamilyName, Promise<boolean>>();
  const isReady = (family: Family): Promise<boolean> => {
    // Found out once and for all who ask: to look for what is not installed may take minutes.
    const known = ready.get(family.name) ?? findOut(family);
    ready.set(family.name, known);
    return known;
  };

  return {
    /**
     * The subject of the same code in another language, for a witness of what is elected; null where the contract has no
     * counterpart in one, or this machine cannot run it.
     */
    async callWitness(input: { readonly subject: Hash }): Promise<Hash | null> {
      const { family: own, contract, parts } = await loadCodeSubject(store, input.subject);
      if (parts.length > 0) return null;
      for (const family of Object.values(families)) {
        if (family.name === own) continue;
        const counterpart = translated(contract, { from: families[own], to: family })?.counterpart;
        if (counterpart === undefined) continue;
        const asked: Subject = {
          kind: 'code',
          family: family.name,
          contract: counterpart.contract,
          parts: [],
        };
        const canBeAsked = await fitsPrompt({ subject: asked, store, families });
        if (canBeAsked && (await whileHeartbeating(() => isReady(family)))) return store.put(asked);
      }
      return null;
    },
  };
};

/** Whether code of a family can be run here. Nothing but a witness needs it, so whatever is wrong is no fault of the run. */
async function findOut(family: Family): Promise<boolean> {
  try {
    await family.prepare(null);
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warn(`No code is compared with code in ${family.language.name}`, { why });
    return false;
  }
}

/** A contract in another family's language, if that can say it, and within the limits of contracts. */
function translated(
  contract: Contract,
  { from, to }: { readonly from: Family; readonly to: Family },
): { readonly plain: PlainContract; readonly counterpart: Counterpart } | undefined {
  const plain = from.inPlainTerms(contract);
  if (plain === null || !isComparable(plain)) return undefined;
  const counterpart = to.fromPlainTerms(plain);
  if (counterpart === null || !Contract.safeParse(counterpart.contract).success) return undefined;
  return { plain, counterpart };
}

/** What the code of a witness returns on calls of the contract that it was called for. */
export async function witnessOf(
  { of, subject, code: hash }: WitnessCode,
  { store, families }: WitnessDependencies,
): Promise<Witness> {
  // Not the contract as it is now: cases that were agreed on since may have changed its counterpart.
  const { family: own, contract } = await loadCodeSubject(store, of);
  const family = families[(await loadCodeSubject(store, subject)).family];
  const known = translated(contract, { from: families[own], to: family });
  if (known === undefined) throw new Error(`expected a counterpart of ${contract.name}`);
  const { plain, counterpart } = known;
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
