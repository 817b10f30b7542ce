import * as ts from 'typescript';
import type { Json } from '../../schemas/hash';
import { readCall } from './check-call';

/** The arguments of a call of the function called `name`, as JSON has them; undefined where JSON cannot say them. */
export function callArguments(call: string, name: string): readonly Json[] | undefined {
  const expression = readCall(call, name);
  return expression && allOf(expression.arguments);
}

function allOf(nodes: readonly ts.Expression[]): readonly Json[] | undefined {
  const values = nodes.map(jsonOf);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function jsonOf(node: ts.Expression): Json | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return finite(Number(node.text));
  if (ts.isPrefixUnaryExpression(node)) return negative(node);
  if (ts.isArrayLiteralExpression(node)) return allOf(node.elements);
  if (ts.isObjectLiteralExpression(node)) return recordOf(node);
  return CONSTANTS.get(node.kind);
}

const CONSTANTS: ReadonlyMap<ts.SyntaxKind, Json> = new Map<ts.SyntaxKind, Json>([
  [ts.SyntaxKind.TrueKeyword, true],
  [ts.SyntaxKind.FalseKeyword, false],
  [ts.SyntaxKind.NullKeyword, null],
]);

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function negative({ operator, operand }: ts.PrefixUnaryExpression): Json | undefined {
  const value = jsonOf(operand);
  return operator === ts.SyntaxKind.MinusToken && typeof value === 'number' ? -value : undefined;
}

function recordOf({ properties }: ts.ObjectLiteralExpression): Json | undefined {
  const entries = properties.map((member): readonly [string, Json] | undefined => {
    if (!ts.isPropertyAssignment(member) || ts.isComputedPropertyName(member.name))
      return undefined;
    const value = jsonOf(member.initializer);
    return value === undefined ? undefined : [member.name.text, value];
  });
  return entries.every((entry) => entry !== undefined) ? Object.fromEntries(entries) : undefined;
}
