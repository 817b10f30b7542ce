import { cancellationSignal } from '@temporalio/activity';
import { blame, describeBlame, type Suspect } from '../domain/blame';
import type { FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import { openCheck, type FailingCheck } from './failing-check';
import { whileHeartbeating } from './heartbeat';
import type { Inquest } from './inquest';
import type { Family, LoadedPart, TracedCall } from './ports/family';
import type { Store } from './ports/store';
import { renewalOf, type Renewal } from './renewal';
import { loadCode, loadStoredParts, type StoredPart } from './subjects';
import { reportId } from './verify-part';

export interface FindBlameDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/** What the experiments on a failing part came to. */
export interface Found {
  /** The part to be elected anew, and the part as a whole in case that nobody is blamed. */
  readonly blamed: Renewal | null;
  readonly own: Renewal;
  /** One line: who is blamed and why, or that nobody is. */
  readonly why: string;
  /** Parts of which the failing one is made, itself among them. */
  readonly parts: number;
}

export const createFindBlame = ({ store, families }: FindBlameDependencies) => ({
  /**
   * Finds the part at fault in one that fails its verification, or whose package fails its tests where a spec is given.
   * Nothing is asked of any model: each part that the failing check called is replaced in turn by its runners-up and the
   * check is run again, and its own recorded cases are run without the rest.
   */
  async findBlame(input: {
    readonly family: FamilyName;
    readonly part: Hash;
    readonly spec: Hash | null;
  }): Promise<Found> {
    const family = families[input.family];
    const spec = input.spec === null ? null : Spec.parse(await store.get(input.spec));
    const stored = await loadStoredParts(store, [input.part]);
    const parts = stored.map(({ part: { contract, code } }) => ({ contract, code }));
    const signal = cancellationSignal();
    return whileHeartbeating(async () => {
      const check = await openCheck({ family, parts, spec, signal });
      const inquest = { store, family, stored, parts, check, calls: await tracedBy(check), signal };
      const suspects = await examineAll(inquest);
      const named = check.failures === 0 ? null : blame(suspects);
      const why = describeBlame(named && { ...named, id: taskOf(stored[named.id]) });
      const root = stored.length - 1;
      return {
        blamed: named && (await renewalOf(named, { ...inquest, why })),
        own: await renewalOf({ id: root, mendedBy: null }, { ...inquest, why }),
        why,
        parts: stored.length,
      };
    });
  },
});

/** A check that came to no end has told no call: then nothing is known of who was called. */
async function tracedBy(check: FailingCheck): Promise<readonly TracedCall[] | null> {
  const calls = await check.trace();
  return calls === null || calls.length === 0 ? null : calls;
}

/** Every part as a suspect; those that the check never called are not tried. */
async function examineAll(inquest: Inquest): Promise<readonly Suspect<number>[]> {
  const { stored, calls } = inquest;
  const depths = depthsOf(stored);
  const called = calls && new Set(calls.map(({ part }) => part));
  const tried: (Suspect<number> & { readonly left: number })[] = [];
  for (const [id, { hash }] of stored.entries()) {
    const wasCalled = called === null ? null : called.has(id);
    const known = { id, wasCalled, depth: depths.get(hash) ?? 0 };
    const isTried = wasCalled !== false;
    const failsAlone = isTried && (await doesFailAlone(id, inquest));
    const best = isTried ? await bestReplacement(id, inquest) : NOTHING_MENDS;
    tried.push({ ...known, failsAlone, ...best });
  }
  // Where a whole is wrong in two places no replacement mends all: those that mend most are evidence.
  const fewest = Math.min(...tried.map(({ left }) => left));
  return tried.map(({ left, mendedBy, ...suspect }) => ({
    ...suspect,
    mendedBy: left === fewest ? mendedBy : null,
  }));
}

const NOTHING_MENDS = { mendedBy: null, left: Infinity } as const;

/** Which runner-up in this part's place leaves fewer failures than there are, and how many. */
async function bestReplacement(
  id: number,
  { store, stored, parts, check }: Inquest,
): Promise<{ readonly mendedBy: number | null; readonly left: number }> {
  let best: { readonly mendedBy: number | null; readonly left: number } = NOTHING_MENDS;
  for (const [mendedBy, hash] of (stored[id]?.part.runnersUp ?? []).entries()) {
    const code = await loadCode(store, hash);
    const left = await check.failuresOf(withCode(parts, id, code));
    if (left < Math.min(check.failures, best.left)) best = { mendedBy, left };
  }
  return best;
}

/** The parts with other code in one place. */
function withCode(parts: readonly LoadedPart[], id: number, code: string): readonly LoadedPart[] {
  return parts.map((part, place) => (place === id ? { ...part, code } : part));
}

/** Its recorded cases are run once: a part that has kept them keeps them, and the failing part itself is what is judged. */
async function doesFailAlone(
  id: number,
  { store, family, stored, signal }: Inquest,
): Promise<boolean> {
  const { hash } = stored[id] ?? {};
  if (hash === undefined || id === stored.length - 1) return false;
  if ((await store.find(reportId(hash))) !== undefined) return false;
  const below = await loadStoredParts(store, [hash]);
  const parts = below.map(({ part: { contract, code } }) => ({ contract, code }));
  const own = parts.at(-1);
  if (own === undefined) return false;
  const request = { ...own, parts: parts.slice(0, -1), runnersUp: [] };
  const { verifiers } = await family.verifyPart(request, signal);
  return verifiers.some(({ kind, verdict }) => kind === 'deterministic' && verdict === 'disagree');
}

/** The most calls that lie between the last part and each of the others. */
function depthsOf(stored: readonly StoredPart[]): ReadonlyMap<Hash, number> {
  const depths = new Map<Hash, number>();
  for (const { hash, part } of stored.toReversed()) {
    const own = depths.get(hash) ?? 0;
    for (const callee of part.parts) depths.set(callee, Math.max(own + 1, depths.get(callee) ?? 0));
  }
  return depths;
}

function taskOf(stored: StoredPart | undefined): string {
  return stored?.part.task ?? stored?.part.contract.name ?? '';
}
