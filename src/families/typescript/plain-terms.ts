import * as ts from 'typescript';
import type { Counterpart } from '../../activities/ports/family';
import { isWhole } from '../../domain/numbers-in';
import type { PlainContract, PlainType } from '../../domain/plain-contract';
import type { Contract } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import { containing, counterpartOf, made, plainExamples } from '../counterpart';
import { camelCase, renamed } from '../identifiers';
import { callArguments } from './call-arguments';
import { declarationOf, readSignature } from './signature';

/** As the family promises. */
export function inPlainTerms(contract: Contract): PlainContract | null {
  const { name, description, background, uses } = contract;
  const argumentsOf = (call: string) => callArguments(call, name);
  const examples = plainExamples(contract.examples, argumentsOf);
  const cases = plainExamples(contract.cases, argumentsOf);
  const types = typesOf(contract, numbersIn([...examples, ...cases]));
  return types === null || uses.length > 0
    ? null
    : { name, description, background, ...types, examples, cases };
}

/** As the family promises. */
export function fromPlainTerms(plain: PlainContract): Counterpart | null {
  const contract = renamed(plain, camelCase);
  if (contract === null) return null;
  const { name, parameters, result } = contract;
  const head = parameters.map((parameter) => `${parameter.name}: ${typeText(parameter.type)}`);
  const signature = `${name}(${head.join(', ')}): ${typeText(result)}`;
  if (declarationOf(signature) === undefined) return null;
  const callOf: Counterpart['callOf'] = (args) =>
    `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  return counterpartOf(contract, { signature, callOf });
}

/** TypeScript has one kind of number: which one is meant is seen in what is stated, of results in several of them. */
function numbersIn(stated: PlainContract['examples']): {
  readonly taken: Numbers;
  readonly returned: Numbers;
} {
  const taken = stated.flatMap(({ args }) => args);
  const returned = stated.map(({ returns }) => returns);
  return { taken: seenIn(taken, 1), returned: seenIn(returned, LEAST_RESULTS) };
}

function seenIn(values: readonly Json[], least: number): Numbers {
  return values.length >= least && values.every(isWhole) ? 'integer' : 'number';
}

/** One or two results may be whole by chance. */
const LEAST_RESULTS = 4;

type Numbers = 'integer' | 'number';

/** Those of the signature; null where one has no counterpart. */
function typesOf(
  { signature }: Contract,
  { taken, returned }: ReturnType<typeof numbersIn>,
): Pick<PlainContract, 'parameters' | 'result'> | null {
  const declared = declarationOf(readSignature(signature)?.text ?? '');
  if (declared?.type === undefined || declared.typeParameters !== undefined) return null;
  const result = plainType(declared.type, returned);
  const parameters = declared.parameters.flatMap((one) => plainParameter(one, taken) ?? []);
  const isWholly = parameters.length === declared.parameters.length;
  return result !== null && isWholly ? { parameters, result } : null;
}

function plainParameter(
  { name, type, questionToken, dotDotDotToken, initializer }: ts.ParameterDeclaration,
  numbers: Numbers,
): PlainContract['parameters'][number] | null {
  if (!ts.isIdentifier(name) || type === undefined) return null;
  if (questionToken ?? dotDotDotToken ?? initializer) return null;
  const plain = plainType(type, numbers);
  return plain && { name: name.text, type: plain };
}

function plainType(node: ts.TypeNode, numbers: Numbers): PlainType | null {
  const plain = (inner: ts.TypeNode): PlainType | null => plainType(inner, numbers);
  if (ts.isParenthesizedTypeNode(node)) return plain(node.type);
  if (ts.isTypeOperatorNode(node))
    return node.operator === ts.SyntaxKind.ReadonlyKeyword ? plain(node.type) : null;
  if (ts.isLiteralTypeNode(node)) return literal(node.literal);
  return compound(node, plain) ?? scalar(node.kind, numbers);
}

type Plain = (inner: ts.TypeNode) => PlainType | null;

function compound(node: ts.TypeNode, plain: Plain): PlainType | null {
  if (ts.isArrayTypeNode(node)) return containing('list', plain(node.elementType));
  if (ts.isTupleTypeNode(node))
    return made(node.elements.map(plain), (items) => ({ kind: 'tuple', items }));
  if (ts.isUnionTypeNode(node))
    return made(node.types.map(plain), (options) => ({ kind: 'union', options }));
  return ts.isTypeReferenceNode(node) ? referenced(node, plain) : null;
}

/** An array or a record by name. */
function referenced(
  { typeName, typeArguments = ts.factory.createNodeArray() }: ts.TypeReferenceNode,
  plain: Plain,
): PlainType | null {
  const [first, second] = typeArguments;
  const name = typeName.getText();
  if (ARRAYS.has(name)) return first === undefined ? null : containing('list', plain(first));
  const isRecord = name === 'Record' && first?.kind === ts.SyntaxKind.StringKeyword;
  return isRecord && second !== undefined ? containing('record', plain(second)) : null;
}

const ARRAYS: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray']);

function scalar(kind: ts.SyntaxKind, numbers: Numbers): PlainType | null {
  switch (kind) {
    case ts.SyntaxKind.NumberKeyword:
      return { kind: numbers };
    case ts.SyntaxKind.StringKeyword:
      return { kind: 'text' };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: 'boolean' };
    case ts.SyntaxKind.UndefinedKeyword:
      return NOTHING;
    default:
      return null;
  }
}

const NOTHING: PlainType = { kind: 'literal', values: [null] };

function literal(node: ts.LiteralTypeNode['literal']): PlainType | null {
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', values: [node.text] };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', values: [Number(node.text)] };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', values: [true] };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', values: [false] };
  return node.kind === ts.SyntaxKind.NullKeyword ? NOTHING : null;
}

function typeText(type: PlainType): string {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return 'number';
    case 'text':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'literal':
      return type.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'list':
      return `Array<${typeText(type.of)}>`;
    case 'record':
      return `Record<string, ${typeText(type.of)}>`;
    case 'tuple':
      return `[${type.items.map(typeText).join(', ')}]`;
    case 'union':
      return type.options.map(typeText).join(' | ');
  }
}
