import type { Contract } from '../../schemas/contract';
import type { Plan } from '../../schemas/plan';
import { planFingerprintIn, type PlanGrammar, type ReadPlan, readPlanIn } from '../plans';
import { NoValues } from './arbitraries';
import { describeError, errorsIn, programOf } from './compiler';
import { generateCalls } from './inputs';
import { exportedTypes, typeNames } from './module-source';
import { readSignature, type Signature } from './signature';
import { vocabularyOf } from './vocabulary';

/** Reads a decomposer's reply; signatures are type-checked against the parent's types. */
export function readPlan(reply: string, parent: Contract): ReadPlan {
  return readPlanIn(GRAMMAR, reply, parent);
}

/** Equal for plans that cut the work at the same places. */
export function planFingerprint(plan: Plan): string {
  return planFingerprintIn(GRAMMAR, plan);
}

const GRAMMAR: PlanGrammar<Signature> = {
  write: ({ name, parameters, returns }) => `${name}(${parameters}): ${returns}`,
  readSignature,
  typeFault,
  probes: probesFor,
};

function typeFault(signatures: readonly Signature[], types: string): string | undefined {
  const names = typeNames(types);
  const program = programOf({
    '/src/types.ts': exportedTypes(types),
    '/src/plan.ts':
      `import type { ${names.join(', ')} } from './types.js';\n` +
      signatures.map(({ text }) => `export declare function ${text};\n`).join(''),
  });
  const [error] = errorsIn(program, '/src/plan.ts');
  if (error === undefined) return undefined;
  const line = error.file?.getLineAndCharacterOfPosition(error.start ?? 0).line ?? 1;
  const { text = 'plan' } = signatures[line - 1] ?? {};
  return `${text}: ${describeError(error).replace(/^line \d+: /, '')}`;
}

const MOST_PROBES = 12;
/** What a contract allows. */
const MAX_PROBE_LENGTH = 4_000;

/** Calls made of the parent's literals: plausible where it counts, and a vocabulary for the child's own inputs. */
function probesFor(child: Contract, parent: Contract): readonly string[] {
  const vocabulary = vocabularyOf(
    [...parent.examples.map(({ call }) => call), ...parent.probes],
    parent.description,
  );
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
