import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json';
import { describePlanFault, topologicalOrder, validatePlan } from '../../domain/plan-dag';
import type { Contract } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';
import { type Plan, ProposedPlan } from '../../schemas/plan';
import type { RedFlag } from '../../schemas/vote';
import { NoValues } from './arbitraries';
import { describeError, errorsIn, programOf } from './compiler';
import { generateCalls } from './inputs';
import { exportedTypes, typeNames } from './module-source';
import { readSignature, type Signature } from './signature';
import { vocabularyOf, type Vocabulary } from './vocabulary';

/** A reply read as a plan, or why it is none. */
export type ReadPlan =
  | { readonly plan: Plan }
  | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };

/**
 * Reads a decomposer's reply: JSON of a ProposedPlan, with or without a code fence around it. The plan's children are
 * in an order where each uses only earlier ones, with signatures in normal form that type-check against the parent's
 * types, and probes made of the literals in the parent's calls.
 */
export function readPlan(reply: string, parent: Contract): ReadPlan {
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
  const children = parsed.data.functions.map(({ name, parameters, returns, purpose, uses }) => {
    const written = `${name}(${parameters}): ${returns}`;
    // Small models name the parent, the function itself or 'none' here; what is not declared cannot be called anyway.
    const known = uses.filter((use) => use !== name && names.has(use));
    return { name, purpose, uses: known, written, signature: readSignature(written, name) };
  });
  const unread = children.find(({ name, signature }) => signature?.name !== name);
  if (unread)
    return flag(
      'invalid-plan',
      `${unread.name}: found signature '${unread.written}', expected ${unread.name}(…): …`,
    );
  return planOf(
    children.flatMap(({ signature, ...child }) => (signature ? [{ ...child, signature }] : [])),
    parent,
  );
}

/**
 * Equal for plans that cut the work at the same places: functions of the same types that use functions of the same
 * types, whatever they are called, in whatever order, and however their purposes are worded.
 */
export function planFingerprint({ children }: Plan): Hash {
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

/** Its types without its name and its parameters' names. */
function shapeOf(signature: string): string {
  return readSignature(signature)?.shape ?? signature;
}

interface Child {
  readonly name: string;
  readonly signature: Signature;
  readonly purpose: string;
  readonly uses: readonly string[];
}

function planOf(children: readonly Child[], parent: Contract): ReadPlan {
  const fault = faultOf(children, parent);
  if (fault !== undefined) return flag('invalid-plan', fault);
  const ordered = topologicalOrder(children.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  return { plan: { children: toContracts(ordered, parent) } };
}

function parseJson(reply: string): unknown {
  const inFence = /```[^\n`]*\n([\s\S]*?)```/.exec(reply)?.[1];
  try {
    return JSON.parse(inFence ?? reply);
  } catch {
    return undefined;
  }
}

function faultOf(children: readonly Child[], parent: Contract): string | undefined {
  const [fault] = validatePlan(children);
  if (fault) return describePlanFault(fault);
  const clash = children.find(({ name }) => name === parent.name);
  if (clash) return `${clash.name} has the name of the function that is being decomposed`;
  const [only, ...others] = children;
  if (
    only &&
    others.length === 0 &&
    only.signature.shape === readSignature(parent.signature)?.shape
  )
    return `${only.name} is the same task as ${parent.name} under another name: no progress`;
  return typeFaultOf(children, parent.types);
}

/** Signatures may use the parent's types and the language's, and no others: nobody would declare them. */
function typeFaultOf(children: readonly Child[], types: string): string | undefined {
  const names = typeNames(types);
  const program = programOf({
    '/src/types.ts': exportedTypes(types),
    '/src/plan.ts':
      `import type { ${names.join(', ')} } from './types.js';\n` +
      children.map(({ signature }) => `export declare function ${signature.text};\n`).join(''),
  });
  const [error] = errorsIn(program, '/src/plan.ts');
  if (error === undefined) return undefined;
  const line = error.file?.getLineAndCharacterOfPosition(error.start ?? 0).line ?? 1;
  const { signature } = children[line - 1] ?? {};
  return `${signature?.text ?? 'plan'}: ${describeError(error).replace(/^line \d+: /, '')}`;
}

function toContracts(ordered: readonly Child[], parent: Contract): Plan['children'] {
  const usable = new Map(
    ordered.map(({ name, signature, purpose }) => [
      name,
      { name, signature: signature.text, description: purpose },
    ]),
  );
  const given = [...parent.examples.map(({ call }) => call), ...parent.probes];
  const vocabulary = vocabularyOf(given, parent.description);
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
    return { contract: { ...contract, probes: probesFor(contract, vocabulary) }, uses: unique };
  });
}

/** The rules a child may have to keep although its purpose does not repeat them: a small model leaves many out. */
function backgroundOf({ name, description, background }: Contract): string {
  const own = `${name}: ${description}`;
  return background === '' ? own : `${background}\n\n${own}`;
}

const MOST_PROBES = 12;
/** What a contract allows. */
const MAX_PROBE_LENGTH = 4_000;

/** Calls made of the parent's literals: plausible where it counts, and a vocabulary for the child's own inputs. */
function probesFor(child: Contract, vocabulary: Vocabulary): string[] {
  if (vocabulary.strings.length + vocabulary.numbers.length === 0) return [];
  const parameter = /^\w+\(\w+: (string|string\[\])\): /.exec(child.signature)?.[1];
  if (parameter !== undefined) {
    const args = vocabulary.strings.map((text) =>
      parameter === 'string' ? text : text.split(/\s+/).filter((word) => word !== ''),
    );
    const calls = args.map((arg) => `${child.name}(${JSON.stringify(arg)})`);
    return [...new Set(calls)].slice(0, MOST_PROBES);
  }
  try {
    const calls = generateCalls(child, vocabulary, { count: MOST_PROBES * 4, edges: 0 });
    const literals = vocabulary.strings
      .filter((text) => text !== '')
      .map((text) => JSON.stringify(text));
    const mentions = (call: string) => literals.some((literal) => call.includes(literal));
    return [...calls.filter(mentions), ...calls.filter((call) => !mentions(call))]
      .filter((call) => call.length <= MAX_PROBE_LENGTH)
      .slice(0, MOST_PROBES);
  } catch (error) {
    if (error instanceof NoValues) return [];
    throw error;
  }
}

function flag(redFlag: RedFlag, detail: string): ReadPlan {
  return { status: 'flagged', redFlag, detail };
}
