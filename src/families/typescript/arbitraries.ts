import * as fc from 'fast-check';
import * as ts from 'typescript';
import { listValues, recordValues, sequenceOf } from './composite-values';
import { extremesOf } from './extremes';
import { libraryValues } from './library-values';
import { constants, numberValues, stringValues, type Values } from './plausible';
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

/** Types whose values do not depend on the contract, by the flag that marks them. */
const FIXED_VALUES: readonly (readonly [ts.TypeFlags, Values])[] = [
  [ts.TypeFlags.Boolean, constants('true', 'false')],
  [ts.TypeFlags.Null, constants('null')],
  [ts.TypeFlags.Undefined | ts.TypeFlags.Void, constants('undefined')],
  [ts.TypeFlags.Any | ts.TypeFlags.Unknown, constants('0', '1', '"a"', 'true', 'null', '[]', '{}')],
  [ts.TypeFlags.NonPrimitive, constants('{}', '[]', '{ "a": 1 }')],
];

function scalarValues(type: ts.Type, { checker, vocabulary }: ValueContext): Values | undefined {
  const { flags } = type;
  // A literal type is written as its only value is.
  if (flags & ts.TypeFlags.Literal)
    return constants(checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation));
  if (flags & ts.TypeFlags.String) return stringValues(vocabulary);
  if (flags & ts.TypeFlags.Number) return numberValues(vocabulary);
  if (flags & ts.TypeFlags.BigInt) {
    const { spokenOf, unspoken } = extremesOf('bigint', vocabulary);
    return { ...constants('0n', '1n', '-3n', '2n', '7n', '100n', ...spokenOf), extremes: unspoken };
  }
  return FIXED_VALUES.find(([flag]) => flags & flag)?.[1];
}

function structuredValues(
  type: ts.Type,
  context: ValueContext,
  inner: (part: ts.Type) => Values,
): Values {
  const { checker, vocabulary } = context;
  if (type.isUnion()) return unionValues(type.types.flatMap((part) => attempt(() => inner(part))));
  if (type.flags & ts.TypeFlags.TypeParameter) return boundValues(type, context, inner);
  if (type.getCallSignatures().length > 0) throw new NoValues(checker.typeToString(type));
  const args = checker.getTypeArguments(type as ts.TypeReference);
  if (checker.isTupleType(type))
    return sequenceOf(args.map(inner), (parts) => `[${parts.join(', ')}]`);
  const [itemType] = args;
  if (itemType && checker.isArrayType(type)) {
    const [element] = attempt(() => inner(itemType));
    return element ? listValues(element, vocabulary) : constants('[]');
  }
  return (
    libraryValues(type, {
      values: () => args.map(inner),
      written: written(args, checker),
      vocabulary,
    }) ?? objectValues(type, context, inner)
  );
}

/** Type arguments as they are written behind a class: the checker does not infer nested ones. '' where they name a parameter. */
function written(args: readonly ts.Type[], checker: ts.TypeChecker): string {
  const namesParameter = (type: ts.Type): boolean =>
    (type.flags & ts.TypeFlags.TypeParameter) !== 0 ||
    (type.isUnion() && type.types.some(namesParameter)) ||
    checker.getTypeArguments(type as ts.TypeReference).some(namesParameter);
  if (args.length === 0 || args.some(namesParameter)) return '';
  const texts = args.map((arg) =>
    checker.typeToString(arg, undefined, ts.TypeFormatFlags.NoTruncation),
  );
  return `<${texts.join(', ')}>`;
}

/** One type stands for a type parameter in all arguments, since they would not fit each other otherwise. */
function boundValues(
  type: ts.Type,
  { checker, vocabulary }: ValueContext,
  inner: (part: ts.Type) => Values,
): Values {
  const bound = checker.getBaseConstraintOfType(type);
  if (bound === undefined || bound.flags & ts.TypeFlags.Unknown) return numberValues(vocabulary);
  const [first] = bound.isUnion() ? bound.types : [];
  const isOneKind = !bound.isUnion() || bound.types.every((part) => part.isLiteral());
  return inner(first === undefined || isOneKind ? bound : first);
}

function objectValues(
  type: ts.Type,
  { checker, vocabulary }: ValueContext,
  inner: (part: ts.Type) => Values,
): Values {
  // A text with a brand is made by a cast, not by a literal.
  const parts = type.isIntersection() ? type.types : [type];
  if (parts.some(({ flags }) => !(flags & ts.TypeFlags.Object)) || type.isClass())
    throw new NoValues(checker.typeToString(type));
  const byText = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (byText) return recordValues(inner(byText), { keys: 'texts', vocabulary });
  const byNumber = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (byNumber) return recordValues(inner(byNumber), { keys: 'numbers', vocabulary });
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

function orAbsent({ edges, extremes, arbitrary }: Values): Values {
  return {
    edges: [ABSENT, ...edges.slice(0, 1)],
    extremes,
    arbitrary: fc.oneof(
      SHRINKING_TO_THE_FIRST,
      { weight: 1, arbitrary: fc.constant(ABSENT) },
      { weight: 3, arbitrary },
    ),
  };
}

function unionValues(parts: readonly Values[]): Values {
  if (parts.length === 0) throw new NoValues('union');
  return {
    edges: [...new Set(parts.flatMap(({ edges }) => edges.slice(0, 2)))],
    extremes: parts.flatMap(({ extremes }) => extremes),
    arbitrary: fc.oneof(SHRINKING_TO_THE_FIRST, ...parts.map(({ arbitrary }) => arbitrary)),
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
