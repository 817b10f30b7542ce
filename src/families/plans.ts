import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';
import { describePlanFault, topologicalOrder, validatePlan } from '../domain/plan-dag';
import type { Contract } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { type Plan, ProposedPlan } from '../schemas/plan';
import type { RedFlag } from '../schemas/vote';

/** A reply read as a plan, or why it is none. */
export type ReadPlan =
  | { readonly plan: Plan }
  | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };

/** A signature of a plan's function, read. */
export interface PlannedSignature {
  readonly name: string;
  /** In the one form in which equal signatures are equal texts. */
  readonly text: string;
  /** Its types without its name and its parameters' names. */
  readonly shape: string;
}

/** What a language says about plans. */
export interface PlanGrammar<S extends PlannedSignature> {
  /** A signature as the language writes it. */
  readonly write: (proposed: Pick<Proposed, 'name' | 'parameters' | 'returns'>) => string;
  readonly readSignature: (written: string, name?: string) => S | undefined;
  /** Why signatures cannot be declared beside these types: they may use them and the language's own, and no others. */
  readonly typeFault: (signatures: readonly S[], types: string) => string | undefined;
  /** Calls of a child made of the literals in its parent's calls: plausible ones, and words for its own inputs. */
  readonly probes: (child: Contract, parent: Contract) => readonly string[];
}

type Proposed = ProposedPlan['functions'][number];

/**
 * Reads a decomposer's reply: JSON of a ProposedPlan, with or without a code fence around it. The plan's children are
 * in an order where each uses only earlier ones, with signatures in normal form that agree with the parent's types.
 */
export function readPlanIn<S extends PlannedSignature>(
  grammar: PlanGrammar<S>,
  reply: string,
  parent: Contract,
): ReadPlan {
  const parsed = ProposedPlan.safeParse(parseJson(reply));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return flag(
      'malformed',
      `${where === '' ? 'the reply' : where}: ${issue?.message ?? 'no plan'}`,
    );
  }
  const names = new Set(parsed.data.functions.map(({ name }) => name));
  const children = parsed.data.functions.map((proposed) => {
    const { name, purpose, uses } = proposed;
    const written = grammar.write(proposed);
    // Small models name the parent, the function itself or 'none' here; what is not declared cannot be called anyway.
    const known = uses.filter((use) => use !== name && names.has(use));
    return { name, purpose, uses: known, written, signature: grammar.readSignature(written, name) };
  });
  const unread = children.find(({ name, signature }) => signature?.name !== name);
  if (unread) {
    const expected = grammar.write({ name: unread.name, parameters: '…', returns: '…' });
    return flag(
      'invalid-plan',
      `${unread.name}: found signature '${unread.written}', expected ${expected}`,
    );
  }
  const read = children.flatMap(({ signature, ...child }) =>
    signature ? [{ ...child, signature }] : [],
  );
  const fault = faultOf(grammar, read, parent);
  if (fault !== undefined) return flag('invalid-plan', fault);
  const ordered = topologicalOrder(read.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  return { plan: { children: toContracts(grammar, ordered, parent) } };
}

/**
 * Equal for plans that cut the work at the same places: functions of the same types that use functions of the same
 * types, whatever they are called, in whatever order, and however their purposes are worded.
 */
export function planFingerprintIn<S extends PlannedSignature>(
  { readSignature }: PlanGrammar<S>,
  { children }: Plan,
): Hash {
  const shapeOf = (signature: string) => readSignature(signature)?.shape ?? signature;
  const shapes = new Map(
    children.map(({ contract: { name, signature } }) => [name, shapeOf(signature)]),
  );
  const essence = children
    .map(({ contract: { signature }, uses }) => ({
      shape: shapeOf(signature),
      uses: uses.map((use) => shapes.get(use) ?? use).sort(),
    }))
    .map((child) => canonicalJson(child))
    .sort();
  return createHash('sha256').update(canonicalJson(essence)).digest('hex');
}

interface Child<S> {
  readonly name: string;
  readonly signature: S;
  readonly purpose: string;
  readonly uses: readonly string[];
}

function parseJson(reply: string): unknown {
  const inFence = /```[^\n`]*\n([\s\S]*?)```/.exec(reply)?.[1];
  try {
    return JSON.parse(inFence ?? reply);
  } catch {
    return undefined;
  }
}

function faultOf<S extends PlannedSignature>(
  grammar: PlanGrammar<S>,
  children: readonly Child<S>[],
  parent: Contract,
): string | undefined {
  const [fault] = validatePlan(children);
  if (fault) return describePlanFault(fault);
  const clash = children.find(({ name }) => name === parent.name);
  if (clash) return `${clash.name} has the name of the function that is being decomposed`;
  const [only, ...others] = children;
  const own = grammar.readSignature(parent.signature)?.shape;
  if (only && others.length === 0 && only.signature.shape === own)
    return `${only.name} is the same task as ${parent.name} under another name: no progress`;
  return grammar.typeFault(
    children.map(({ signature }) => signature),
    parent.types,
  );
}

function toContracts<S extends PlannedSignature>(
  grammar: PlanGrammar<S>,
  ordered: readonly Child<S>[],
  parent: Contract,
): Plan['children'] {
  const usable = new Map(
    ordered.map(({ name, signature, purpose }) => [
      name,
      { name, signature: signature.text, description: purpose },
    ]),
  );
  return ordered.map(({ name, signature, purpose, uses }) => {
    const unique = [...new Set(uses)].sort();
    const contract: Contract = {
      name,
      signature: signature.text,
      description: purpose,
      types: parent.types,
      background: backgroundOf(parent),
      examples: [],
      cases: [],
      probes: [],
      uses: unique.flatMap((use) => usable.get(use) ?? []),
      laws: [],
    };
    return {
      contract: { ...contract, probes: [...grammar.probes(contract, parent)] },
      uses: unique,
    };
  });
}

/** The rules a child may have to keep although its purpose does not repeat them: a small model leaves many out. */
function backgroundOf({ name, description, background }: Contract): string {
  const own = `${name}: ${description}`;
  return background === '' ? own : `${background}\n\n${own}`;
}

function flag(redFlag: RedFlag, detail: string): ReadPlan {
  return { status: 'flagged', redFlag, detail };
}
