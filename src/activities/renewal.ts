import { isExact } from '../domain/numbers-in';
import { isWithin } from '../domain/task-path';
import type { Contract, Example } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Inquest } from './inquest';
import type { TracedCall } from './ports/family';
import { loadCode, type StoredPart } from './subjects';

/** A part that is to be elected anew: what it must deliver now, and what it may call. */
export interface Renewal {
  readonly part: Hash;
  /** Path of the task that it fulfils. */
  readonly task: string;
  /** What its code is elected for, and the parts which that code calls. */
  readonly contract: Hash;
  readonly parts: readonly Hash[];
  /** The task's own contract and the parts it was given, without those of its decomposition: to decompose it anew. */
  readonly whole: { readonly contract: Hash; readonly parts: readonly Hash[] };
  /** Names of the siblings that it uses. */
  readonly uses: readonly string[];
}

/** Traced calls that are looked at, and those that become inputs on which new answers are compared. */
const MOST_CALLS = 60;
const MOST_PROBES = 12;
/** Longest complaint in a contract, in characters. */
const MAX_COMPLAINT = 1_500;

/**
 * The part's contract with the failing case in it: the shortest call of the failing check on which its code and the
 * runner-up that mends the check differ, and what the runner-up returns. Where no runner-up mends it, it is told what failed.
 */
export async function renewalOf(
  { id, mendedBy }: { readonly id: number; readonly mendedBy: number | null },
  inquest: Inquest & { readonly why: string },
): Promise<Renewal> {
  const { store, stored, calls } = inquest;
  const { hash, part } = stored[id] ?? noSuchPart(id);
  const task = part.task ?? part.contract.name;
  const own = traced(calls ?? [], id);
  const failing = mendedBy === null ? null : await failingCase(id, mendedBy, { ...inquest, own });
  const contract = amended(part.contract, {
    failing,
    probes: own.map(({ call }) => call),
    complaint: inquest.check.complaint,
  });
  const byHash = new Map(stored.map((other) => [other.hash, other.part]));
  const isGiven = (callee: Hash) => !isWithin(byHash.get(callee)?.task ?? '', task);
  const given = part.parts.filter(isGiven);
  const made = part.parts.filter((callee) => !isGiven(callee));
  const namesOf = (parts: readonly Hash[]) =>
    parts.flatMap((callee) => byHash.get(callee)?.contract.name ?? []);
  const uses = contract.uses.filter(({ name }) => !namesOf(made).includes(name));
  return {
    part: hash,
    task,
    contract: await store.put(contract),
    parts: part.parts,
    whole: { contract: await store.put({ ...contract, uses }), parts: given },
    uses: namesOf(given),
  };
}

/** The contract with what was found wrong with an earlier answer to it. */
export function complainedOf(contract: Contract, complaint: string): Contract {
  const { name, background } = contract;
  const told = `An earlier ${name} was not right. What was found: ${complaint}`;
  const lines = [background, told.slice(0, MAX_COMPLAINT)].filter((text) => text !== '');
  return { ...contract, background: lines.join('\n\n').slice(-20_000) };
}

/** Its calls with their texts, each once, the shortest first. */
function traced(calls: readonly TracedCall[], id: number): readonly OwnCall[] {
  const own = calls.flatMap(({ part, call, ...rest }) =>
    part === id && call !== null ? [{ ...rest, call }] : [],
  );
  return [...new Map(own.map((seen) => [seen.call, seen])).values()]
    .sort((a, b) => a.call.length - b.call.length)
    .slice(0, MOST_CALLS);
}

/** A call of one part whose arguments can be written down. */
type OwnCall = Omit<TracedCall, 'part' | 'call'> & { readonly call: string };

async function failingCase(
  id: number,
  mendedBy: number,
  inquest: Inquest & { readonly own: readonly OwnCall[] },
): Promise<Example | null> {
  const { store, stored, family } = inquest;
  const { hash, part } = stored[id] ?? noSuchPart(id);
  const code = await loadCode(store, part.runnersUp[mendedBy] ?? hash);
  for (const { call, returned = NO_RESULT } of inquest.own) {
    const found = await returnedBy(code, { id, call, instead: returned }, inquest);
    const isCase = found !== undefined && isExact(found);
    if (isCase && family.checkCall(part.contract, call, found) === null)
      return { call, returns: found };
  }
  return null;
}

/** What no part returns. */
const NO_RESULT = '\u0000 no result';

/** What other code returns on a call, where that is not `instead`: a case that states `instead` fails, and its trace tells. */
async function returnedBy(
  code: string,
  {
    id,
    call,
    instead,
  }: { readonly id: number; readonly call: string; readonly instead: Example['returns'] },
  { stored, parts, family, signal }: Inquest,
): Promise<Example['returns'] | undefined> {
  const { part } = stored[id] ?? noSuchPart(id);
  const below = belowOf(stored, id);
  const callees = parts.filter((_, place) => below.has(place));
  const stated = { examples: [{ call, returns: instead }], cases: [], laws: [] };
  const asked = { contract: { ...part.contract, ...stated }, code };
  const calls = await family.traceFailure([...callees, asked], null, signal);
  return calls?.find((seen) => seen.part === callees.length)?.returned;
}

/** The places of all that a part calls, directly or not. */
function belowOf(stored: readonly StoredPart[], id: number): ReadonlySet<number> {
  const places = new Map(stored.map(({ hash }, place) => [hash, place]));
  const below = new Set<number>();
  const visit = (place: number): void => {
    for (const callee of stored[place]?.part.parts ?? []) {
      const next = places.get(callee);
      if (next === undefined || below.has(next)) continue;
      below.add(next);
      visit(next);
    }
  };
  visit(id);
  return below;
}

function amended(
  contract: Contract,
  found: {
    readonly failing: Example | null;
    readonly probes: readonly string[];
    readonly complaint: string;
  },
): Contract {
  const { cases, probes } = contract;
  const known = new Set(probes);
  const added = found.probes.filter((call) => !known.has(call)).slice(0, MOST_PROBES);
  const all = [...added, ...probes].slice(0, 200);
  if (found.failing !== null)
    return { ...contract, cases: [...cases, found.failing].slice(-64), probes: all };
  return complainedOf({ ...contract, probes: all }, found.complaint);
}

function noSuchPart(id: number): never {
  throw new Error(`found no part number ${id} in the failing tree`);
}
