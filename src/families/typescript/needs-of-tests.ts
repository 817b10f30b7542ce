import * as ts from 'typescript';
import { CONTEXT, DECLARES, HOOKS, OPTIONS } from './small-sandbox';

/**
 * What a call of a function of node:test needs that the small sandbox has not: an option of the test, a callback that its
 * body waits with, or a member of the context that its body is told.
 */
export function needOfDeclaring(
  call: ts.CallExpression,
  declares: unknown,
  checker: ts.TypeChecker,
): string | undefined {
  if (HOOKS.has(declares)) return needOfArguments(call, { most: 0, checker });
  return DECLARES.has(declares) ? needOfArguments(call, { most: 1, checker }) : undefined;
}

/** `most`: parameters that a body is given. */
interface Given {
  readonly most: 0 | 1;
  readonly checker: ts.TypeChecker;
}

function needOfArguments({ arguments: parts }: ts.CallExpression, given: Given) {
  for (const part of parts) {
    const need = ts.isObjectLiteralExpression(part)
      ? needOfOptions(part)
      : needOfBody(part, given, part === parts.at(-1));
    if (need !== undefined) return need;
  }
  return undefined;
}

function needOfOptions({ properties }: ts.ObjectLiteralExpression): string | undefined {
  const names = properties.map(({ name }) => name?.getText() ?? 'that are copied');
  const other = names.find((name) => !OPTIONS.has(name));
  return other === undefined ? undefined : `the options ${other} of a test`;
}

function needOfBody(part: ts.Expression, given: Given, isLast: boolean): string | undefined {
  const type = given.checker.getTypeAtLocation(part);
  if (isLast && (type.flags & ts.TypeFlags.Any) !== 0) return `${part.getText()} as a test's body`;
  for (const { declaration } of type.getCallSignatures()) {
    const need = declaration && needOfParameters(declaration, given);
    if (need !== undefined) return need;
  }
  return undefined;
}

function needOfParameters(
  body: ts.SignatureDeclaration | ts.JSDocSignature,
  { most, checker }: Given,
): string | undefined {
  const [context, callback] = body.parameters;
  if (context === undefined || !ts.isParameter(context)) return undefined;
  const other = most === 0 ? context : callback;
  if (other !== undefined) return `the parameter ${other.name.getText()} of a test's body`;
  if (!ts.isIdentifier(context.name) || context.dotDotDotToken !== undefined)
    return `the parameter ${context.name.getText()} of a test's body`;
  return needOfContext(body, checker.getSymbolAtLocation(context.name), checker);
}

/** Any use of a test's context but for the members that the small sandbox gives it. */
function needOfContext(
  body: ts.Node,
  context: ts.Symbol | undefined,
  checker: ts.TypeChecker,
): string | undefined {
  const visit = (node: ts.Node): string | undefined => {
    const isContext =
      ts.isIdentifier(node) && !ts.isParameter(node.parent) && symbolOf(node, checker) === context;
    return isContext ? needOfUse(node, checker) : ts.forEachChild(node, visit);
  };
  return ts.forEachChild(body, visit);
}

/** The variable that a name stands for where it is used, also in `{ name }`. */
export function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
}

function needOfUse(context: ts.Identifier, checker: ts.TypeChecker): string | undefined {
  const { parent: member } = context;
  if (!ts.isPropertyAccessExpression(member)) return `${context.text} as a value`;
  if (!CONTEXT.has(member.name.text)) return member.getText();
  if (member.name.text !== 'test') return undefined;
  const { parent: call } = member;
  return ts.isCallExpression(call) && call.expression === member
    ? needOfArguments(call, { most: 1, checker })
    : `${member.getText()} as a value`;
}
