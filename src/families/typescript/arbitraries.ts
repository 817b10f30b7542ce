import * as fc from 'fast-check';
import * as ts from 'typescript';
import { numberValues, stringValues, type Values, wordsIn } from './plausible';
import type { Vocabulary } from './vocabulary';

/** Thrown for a type whose values cannot be made up (a function, an unbounded recursion …). */
export class NoValues extends Error {
  constructor(type: string) {
    super(`found type ${type}, expected one whose values can be generated`);
    this.name = 'NoValues';
  }
}

/** Makes values of types; plausible strings are recombined from the vocabulary, edges are few. @throws NoValues */
export function valuesOf(type: ts.Type, context: ValueContext): Values {
  const { checker } = context;
  const depth = (context.depth ?? 0) + 1;
  if (depth > MAX_DEPTH) throw new NoValues(checker.typeToString(type));
  const inner = (part: ts.Type): Values => valuesOf(part, { ...context, depth });
  return scalarValues(type, context) ?? structuredValues(type, context, inner);
}

export interface ValueContext {
  readonly checker: ts.TypeChecker;
  readonly vocabulary: Vocabulary;
  readonly depth?: number;
}

/** Deeper types are taken for recursive ones, whose shallow values are enough. */
const MAX_DEPTH = 5;

/** Of alternatives the first is the simplest: for a union that is null or undefined where it has them. */
export const SHRINKING_TO_THE_FIRST = { withCrossShrink: true };

const constants = (...texts: readonly string[]): Values => ({
  edges: texts,
  arbitrary: fc.constantFrom(...texts),
});

/** Types whose values do not depend on the contract, by the flag that marks them. */
const FIXED_VALUES: readonly (readonly [ts.TypeFlags, Values])[] = [
  [ts.TypeFlags.Boolean, constants('true', 'false')],
  [ts.TypeFlags.BigInt, constants('0n', '1n', '2n', '7n', '-3n', '100n')],
  [ts.TypeFlags.Null, constants('null')],
  [ts.TypeFlags.Undefined | ts.TypeFlags.Void, constants('undefined')],
  [ts.TypeFlags.Any | ts.TypeFlags.Unknown, constants('0', '1', '"a"', 'true', 'null', '[]', '{}')],
];

function scalarValues(type: ts.Type, { checker, vocabulary }: ValueContext): Values | undefined {
  const { flags } = type;
  // A literal type is written as its only value is.
  if (flags & ts.TypeFlags.Literal)
    return constants(checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation));
  if (flags & ts.TypeFlags.String) return stringValues(vocabulary.strings);
  if (flags & ts.TypeFlags.Number) return numberValues(vocabulary.numbers);
  return FIXED_VALUES.find(([flag]) => flags & flag)?.[1];
}

function structuredValues(
  type: ts.Type,
  context: ValueContext,
  inner: (part: ts.Type) => Values,
): Values {
  const { checker, vocabulary } = context;
  if (type.isUnion()) return unionValues(type.types.flatMap((part) => attempt(() => inner(part))));
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound && !(bound.flags & ts.TypeFlags.Unknown)
      ? inner(bound)
      : numberValues(vocabulary.numbers);
  }
  if (type.getCallSignatures().length > 0) throw new NoValues(checker.typeToString(type));
  const args = checker.getTypeArguments(type as ts.TypeReference);
  if (checker.isTupleType(type))
    return sequenceOf(args.map(inner), (parts) => `[${parts.join(', ')}]`);
  const [itemType] = args;
  if (itemType && checker.isArrayType(type)) {
    const [element] = attempt(() => inner(itemType));
    return element ? listValues(element, vocabulary) : constants('[]');
  }
  return namedValues(type, args, inner) ?? objectValues(type, context, inner);
}

/** Classes of the library that have a literal form. */
function namedValues(
  type: ts.Type,
  args: readonly ts.Type[],
  inner: (part: ts.Type) => Values,
): Values | undefined {
  const list = (parts: readonly Values[]) => {
    const [only, ...others] = parts;
    const entry =
      only && others.length === 0 ? only : sequenceOf(parts, (p) => `[${p.join(', ')}]`);
    return fc.array(entry.arbitrary, { maxLength: 4 }).map((entries) => `[${entries.join(', ')}]`);
  };
  const collection = (name: string): Values => ({
    edges: [`new ${name}()`],
    arbitrary: list(args.map(inner)).map((entries) => `new ${name}(${entries})`),
  });
  switch ((type.symbol as ts.Symbol | undefined)?.name) {
    case 'Map':
    case 'ReadonlyMap':
      return collection('Map');
    case 'Set':
    case 'ReadonlySet':
      return collection('Set');
    case 'Date':
      return constants(...[0, 951_782_400_000, 1_704_067_200_000].map((ms) => `new Date(${ms})`));
    default:
      return undefined;
  }
}

function objectValues(
  type: ts.Type,
  { checker, vocabulary }: ValueContext,
  inner: (part: ts.Type) => Values,
): Values {
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (index) return recordValues(inner(index), vocabulary);
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || type.isClass())
    throw new NoValues(checker.typeToString(type));
  const members = checker
    .getPropertiesOfType(type)
    .flatMap((property): readonly [string, Values][] => {
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const make = () => inner(checker.getNonNullableType(checker.getTypeOfSymbol(property)));
      const required = () => inner(checker.getTypeOfSymbol(property));
      if (!isOptional) return [[property.name, required()]];
      return attempt(make).map((values) => [property.name, orAbsent(values)]);
    });
  const write = (parts: readonly string[]) => {
    const written = parts.flatMap((part, i) =>
      part === ABSENT ? [] : [`${JSON.stringify(members[i]?.[0])}: ${part}`],
    );
    return `{ ${written.join(', ')} }`;
  };
  return sequenceOf(
    members.map(([, values]) => values),
    write,
  );
}

const ABSENT = '';

function orAbsent({ edges, arbitrary }: Values): Values {
  return {
    edges: [ABSENT, ...edges.slice(0, 1)],
    arbitrary: fc.oneof(
      SHRINKING_TO_THE_FIRST,
      { weight: 1, arbitrary: fc.constant(ABSENT) },
      { weight: 3, arbitrary },
    ),
  };
}

function recordValues(values: Values, { strings }: Vocabulary): Values {
  const words = wordsIn(strings);
  const key = fc.constantFrom(...(words.length > 0 ? words : ['a', 'b', 'c', 'key']));
  const entries = fc.uniqueArray(fc.tuple(key, values.arbitrary), {
    maxLength: 4,
    selector: ([k]) => k,
  });
  const write = (pairs: readonly (readonly [string, string])[]) =>
    `{ ${pairs.map(([k, value]) => `${JSON.stringify(k)}: ${value}`).join(', ')} }`;
  return { edges: ['{ }'], arbitrary: entries.map(write) };
}

function listValues({ edges, arbitrary }: Values, { strings }: Vocabulary): Values {
  const words = wordsIn(strings);
  const single = edges.at(-1);
  const ofWords = single?.startsWith('"') === true && words.length > 0;
  const twice = ofWords ? JSON.stringify(words[0]) : single;
  return {
    edges: ['[]', ...(twice === undefined ? [] : [`[${twice}]`, `[${twice}, ${twice}]`])],
    arbitrary: fc.array(arbitrary, { maxLength: 6 }).map((items) => `[${items.join(', ')}]`),
  };
}

function unionValues(parts: readonly Values[]): Values {
  if (parts.length === 0) throw new NoValues('union');
  return {
    edges: [...new Set(parts.flatMap(({ edges }) => edges.slice(0, 2)))],
    arbitrary: fc.oneof(SHRINKING_TO_THE_FIRST, ...parts.map(({ arbitrary }) => arbitrary)),
  };
}

function sequenceOf(parts: readonly Values[], write: (texts: readonly string[]) => string): Values {
  const firsts = parts.map(({ edges }) => edges[0] ?? 'undefined');
  const lasts = parts.map(({ edges }) => edges.at(-1) ?? 'undefined');
  return {
    edges: [...new Set([write(firsts), write(lasts)])],
    arbitrary: fc.tuple(...parts.map(({ arbitrary }) => arbitrary)).map(write),
  };
}

/** The values, or none where they cannot be made: a recursive type still has its other, shallow values. */
function attempt(make: () => Values): readonly Values[] {
  try {
    return [make()];
  } catch (error) {
    if (error instanceof NoValues) return [];
    throw error;
  }
}
