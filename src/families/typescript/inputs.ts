import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import * as ts from 'typescript';
import type { Contract } from '../../schemas/contract';
import { givenCalls, proseOf } from '../given-calls';
import { NoValues, SHRINKING_TO_THE_FIRST, valuesOf } from './arbitraries';
import { programOf } from './compiler';
import { sequenceOf } from './composite-values';
import { declarationModule, exportedTypes } from './module-source';
import type { Values } from './plausible';
import { sampleShrinkable, type Shrinkable } from './shrinking';
import { mentionedIn, vocabularyOf, type Vocabulary } from './vocabulary';

/** The calls on which answers to one contract are compared. */
export interface Inputs {
  /** Source texts of calls: the examples' first, then the agreed cases', then the probes, then edge cases, then generated ones; no call twice. */
  readonly calls: readonly string[];
  /** Why no calls could be generated: answers are then told apart by examples and probes alone. */
  readonly ungenerated?: string;
}

/** Calls to one contract, unless its own examples and probes are more. */
const TOTAL = 28;
/** Generated calls, however many examples and probes there are. */
const FEWEST_GENERATED = 8;
/** Edge cases among them; more would drown the plausible ones. */
const MOST_EDGES = 8;

/** The same for the same name, signature, types, examples, cases and probes, on any machine; says so when types defy generation. */
export function inputsOf(contract: Contract): Inputs {
  const given = givenCalls(contract);
  const wanted = Math.max(TOTAL, given.length + FEWEST_GENERATED);
  try {
    const generated = generateCalls(contract, vocabularyOf(given, proseOf(contract)), {
      count: wanted,
      edges: MOST_EDGES,
    });
    return { calls: [...new Set([...given, ...generated])].slice(0, wanted) };
  } catch (error) {
    if (!(error instanceof NoValues)) throw error;
    return { calls: given, ungenerated: error.message };
  }
}

/** With how many calls of stated results `inputsOf` begins. */
export function countStated({ examples, cases }: Contract): number {
  return new Set([...examples, ...cases].map(({ call }) => call)).size;
}

/**
 * Up to `count` different calls of a function, made from its parameter types and a vocabulary, the first of them from up
 * to `edges` edge cases.
 * @throws NoValues when a parameter's values cannot be made up.
 */
export function generateCalls(
  contract: Pick<Contract, 'name' | 'signature' | 'types'>,
  vocabulary: Vocabulary,
  { count, edges }: { readonly count: number; readonly edges: number },
): readonly string[] {
  const parameters = parametersOf(contract, vocabulary);
  if (parameters.length === 0) return [`${contract.name}()`];
  const call = (args: readonly string[]) => callText(contract.name, args);
  const seed = seedOf(contract);
  const all = fc.tuple(...parameters.map(({ arbitrary }) => arbitrary));
  const samples = fc.sample(all, { seed, numRuns: count * 3 });
  const calls = new Set([...edgeCalls(parameters, samples).slice(0, edges), ...samples].map(call));
  return [...calls].slice(0, count);
}

/** Calls beyond those of an election. */
export interface FurtherCalls {
  /** As plausible as the election's; they can be shrunk. */
  readonly plausible: readonly Shrinkable<string>[];
  /** One for each extreme of each parameter. */
  readonly extreme: readonly string[];
}

/**
 * Up to `count` different plausible calls, made with another seed than the election's and of what `codes` mention too: a value
 * that a code treats otherwise stands in it. With them the extreme ones; none where a parameter's values cannot be made up.
 */
export function furtherCalls(
  contract: Contract,
  codes: readonly string[],
  count: number,
): FurtherCalls {
  try {
    return makeFurther(contract, codes, count);
  } catch (error) {
    if (error instanceof NoValues) return { plausible: [], extreme: [] };
    throw error;
  }
}

function makeFurther(contract: Contract, codes: readonly string[], count: number): FurtherCalls {
  const vocabulary = vocabularyOf(givenCalls(contract), proseOf(contract));
  const parameters = parametersOf(contract, { ...vocabulary, mentioned: mentionedIn(codes) });
  const call = (args: readonly string[]) => callText(contract.name, args);
  const usual = fc.tuple(...parameters.map(({ arbitrary }) => arbitrary)).map(call);
  const sampled = sampleShrinkable(usual, { seed: ~seedOf(contract), numRuns: count });
  return {
    plausible: [...new Map(sampled.map((one) => [one.value, one])).values()],
    extreme: sequenceOf(parameters, call).extremes,
  };
}

function callText(name: string, args: readonly string[]): string {
  return `${name}(${args.filter((arg) => arg !== LEFT_OUT).join(', ')})`;
}

function seedOf({ name, signature }: Pick<Contract, 'name' | 'signature'>): number {
  return createHash('sha256').update(`${name}\n${signature}`).digest().readInt32BE(0);
}

/** Each edge of each parameter once, the others plausible, taking turns so that no parameter is left out. */
function edgeCalls(
  parameters: readonly Values[],
  samples: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const most = Math.max(...parameters.map(({ edges }) => edges.length));
  const calls: (readonly string[])[] = [];
  for (let rank = 0; rank < most; rank += 1)
    for (const [position, { edges }] of parameters.entries()) {
      const edge = edges[rank];
      const plausible = samples[calls.length % samples.length];
      if (edge !== undefined && plausible) calls.push(plausible.with(position, edge));
    }
  return calls;
}

/** An optional parameter that is not given; only the last ones can be left out. */
const LEFT_OUT = '';

function parametersOf(
  { signature, types }: Pick<Contract, 'signature' | 'types'>,
  vocabulary: Vocabulary,
): readonly Values[] {
  const program = programOf({
    '/src/types.ts': exportedTypes(types),
    '/src/contract.ts': declarationModule(withKeys(signature), types),
  });
  const checker = program.getTypeChecker();
  const declaration = program
    .getSourceFile('/src/contract.ts')
    ?.statements.find((statement) => ts.isFunctionDeclaration(statement));
  const parameters = declaration?.parameters ?? [];
  return parameters.map((parameter, position) => {
    const type = checker.getTypeAtLocation(parameter);
    const isLast = position === parameters.length - 1;
    if (parameter.dotDotDotToken) {
      const { edges, extremes, arbitrary } = valuesOf(type, { checker, vocabulary });
      return {
        edges: edges.map(spread),
        extremes: extremes.map(spread),
        arbitrary: arbitrary.map(spread),
      };
    }
    const given = parameter.questionToken ? checker.getNonNullableType(type) : type;
    const values = valuesOf(given, { checker, vocabulary });
    return parameter.questionToken && isLast ? orLeftOut(values) : values;
  });
}

/** A type parameter whose keys are asked for has some: `<T, K extends keyof T>` becomes a small record and its keys. */
function withKeys(signature: string): string {
  const asked = new Set([...signature.matchAll(/\bkeyof (\w+)/g)].map(([, name]) => name));
  const free = [...signature.matchAll(/(?<=[<,]\s*)\w+(?=\s*[,>])/g)].map(([name]) => name);
  return free
    .filter((name) => asked.has(name))
    .reduce(
      (text, name) =>
        text
          .replace(new RegExp(`\\bkeyof ${name}\\b`, 'g'), '("id" | "name")')
          .replace(
            new RegExp(`(?<=[<,]\\s*)${name}(?=\\s*[,>])`),
            `${name} extends { id: number; name: string }`,
          ),
      signature,
    );
}

function orLeftOut({ edges, extremes, arbitrary }: Values): Values {
  return {
    edges: [LEFT_OUT, ...edges],
    extremes,
    arbitrary: fc.oneof(
      SHRINKING_TO_THE_FIRST,
      { weight: 1, arbitrary: fc.constant(LEFT_OUT) },
      { weight: 2, arbitrary },
    ),
  };
}

/** The items of a rest parameter stand in the call one by one. */
function spread(list: string): string {
  return list.replace(/^\[|\]$/g, '');
}
