import type { Contract } from '../../schemas/contract';
import type { Plan } from '../../schemas/plan';
import { givenCalls } from '../given-calls';
import { planFingerprintIn, type PlanGrammar, type ReadPlan, readPlanIn } from '../plans';
import { readContract } from './contract-hints';
import type { Hint } from './hints';
import { readSignature, type Signature } from './signature';
import { tokensOf } from './tokens';

/** Reads a decomposer's reply; signatures may use the parent's types and Python's own. */
export function readPlan(reply: string, parent: Contract): ReadPlan {
  return readPlanIn(GRAMMAR, reply, parent);
}

/** Equal for plans that cut the work at the same places. */
export function planFingerprint(plan: Plan): string {
  return planFingerprintIn(GRAMMAR, plan);
}

const GRAMMAR: PlanGrammar<Signature> = {
  write: ({ name, parameters, returns }) => `${name}(${parameters}) -> ${returns}`,
  readSignature: (written) => readSignature(written),
  typeFault: (signatures, types) => {
    for (const { text } of signatures) {
      const read = readContract({ signature: text, types });
      if ('fault' in read) return read.fault.replace(/^entry /, '');
    }
    return undefined;
  },
  probes: (child, parent) => probesFor(child, givenCalls(parent)),
};

const MOST_PROBES = 12;

/** Calls of a child whose parameters are texts, numbers or lists of them: made of what stands in its parent's calls. */
function probesFor(child: Contract, calls: readonly string[]): readonly string[] {
  const read = readContract(child);
  if ('fault' in read) return [];
  const literals = literalsIn(calls);
  const choices = read.parameters.map(({ hint }) => literalsFor(hint, literals));
  const most = Math.max(0, ...choices.map(({ length }) => length));
  if (choices.some(({ length }) => length === 0)) return [];
  const probes = Array.from({ length: most }, (_, i) => {
    const args = choices.map((texts) => texts[i % texts.length] ?? '');
    return `${child.name}(${args.join(', ')})`;
  });
  return [...new Set(probes)].filter((call) => call.length <= 4_000).slice(0, MOST_PROBES);
}

interface Literals {
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
}

function literalsIn(calls: readonly string[]): Literals {
  const tokens = calls.flatMap((call) => tokensOf(call) ?? []);
  const of = (kind: string) => [
    ...new Set(tokens.filter((token) => token.kind === kind).map(({ text }) => text)),
  ];
  return { texts: of('string'), numbers: of('number') };
}

function literalsFor(hint: Hint, { texts, numbers }: Literals): readonly string[] {
  if (hint.kind === 'scalar') {
    if (hint.name === 'str') return texts;
    if (hint.name === 'int') return numbers.filter((text) => /^\d+$/.test(text));
    return hint.name === 'float' ? numbers : [];
  }
  if (hint.kind !== 'list' && hint.kind !== 'sequence' && hint.kind !== 'iterator') return [];
  if (hint.item.kind === 'scalar' && hint.item.name === 'str')
    return texts.flatMap((text) => wordsOf(text));
  const items = literalsFor(hint.item, { texts, numbers });
  return items.length === 0 ? [] : [`[${items.slice(0, 8).join(', ')}]`];
}

/** The words of a text literal as a list of them; none of a literal with escapes or a prefix. */
function wordsOf(literal: string): readonly string[] {
  const body = /^(["'])([^\\"']*)\1$/.exec(literal)?.[2];
  if (body === undefined) return [];
  const words = body.split(/\s+/).filter((word) => word !== '');
  return [`[${words.map((word) => JSON.stringify(word)).join(', ')}]`];
}
