import * as ts from 'typescript';

/**
 * The first thing in `file` that an answer may not touch, with its line (counted from `firstLine`), or undefined.
 *
 * An answer is a pure function that ends up in the user's package: it may not reach the process, files, network or
 * clockwork of its host, make code from text, or change what other code shares. `console` counts: what it prints would
 * be printed in the user's program for ever. What depends on time or chance is left to be seen by running it.
 */
export function findForbidden(
  file: ts.SourceFile,
  program: ts.Program,
  firstLine = 0,
): string | undefined {
  const checker = program.getTypeChecker();
  const isOwn = (symbol: ts.Symbol | undefined): boolean =>
    symbol?.declarations?.some((d) => !program.isSourceFileDefaultLibrary(d.getSourceFile())) ??
    false;
  const isHostName = (node: ts.Identifier): boolean => !isOwn(valueSymbol(node, checker));
  const at = (node: ts.Node, what: string): string => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    return `${what} (line ${line - firstLine + 1})`;
  };
  const visit = (node: ts.Node): string | undefined => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return undefined;
    const found = forbiddenSyntax(node) ?? forbiddenMember(node) ?? forbiddenName(node, isHostName);
    return found === undefined ? ts.forEachChild(node, visit) : at(node, found);
  };
  const silenced = SILENCED_CHECKER.exec(file.text);
  if (silenced) return `${silenced[0].trim()}: a comment that silences the checker`;
  for (const statement of file.statements.filter(
    (s) => s.getStart(file) >= lineStart(file, firstLine),
  )) {
    const found =
      (isDeclaration(statement) ? undefined : at(statement, topLevel(statement))) ??
      visit(statement);
    if (found !== undefined) return found;
  }
  return undefined;
}

const SILENCED_CHECKER = /(?:\/\/|\/\*)\s*@ts-(?:ignore|expect-error|nocheck)\b/;

/** Names that are forbidden unless the answer declares them itself (a parameter called `window` is fine). */
const HOST_NAMES = new Set(
  `globalThis global window self document navigator location localStorage eval Function Reflect Proxy WebAssembly
   Intl Atomics SharedArrayBuffer WeakRef FinalizationRegistry process require module exports __dirname __filename
   Buffer console fetch XMLHttpRequest WebSocket Worker crypto performance alert prompt Deno Bun importScripts
   postMessage setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask structuredClone`.split(
    /\s+/,
  ),
);

/** Members that lead to prototypes, to code made from text, or to the locale of the machine. */
const MEMBERS = new Set(
  `__proto__ prototype constructor setPrototypeOf getPrototypeOf defineProperty defineProperties __defineGetter__
   __defineSetter__ __lookupGetter__ __lookupSetter__ callee caller toLocaleString toLocaleDateString
   toLocaleTimeString`.split(/\s+/),
);

const FORBIDDEN_SYNTAX: readonly (readonly [string, (node: ts.Node) => boolean])[] = [
  ['import', (node) => ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)],
  ['export … from', (node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined],
  ['import()', (node) => node.kind === ts.SyntaxKind.ImportKeyword],
  ['import.meta', (node) => ts.isMetaProperty(node) && node.name.text === 'meta'],
  ['namespace', ts.isModuleDeclaration],
  ['declare', (node) => node.kind === ts.SyntaxKind.DeclareKeyword],
  ['debugger', ts.isDebuggerStatement],
  ['await outside a function', (node) => ts.isAwaitExpression(node) && !isInFunction(node)],
];

function forbiddenSyntax(node: ts.Node): string | undefined {
  return FORBIDDEN_SYNTAX.find(([, matches]) => matches(node))?.[0];
}

function forbiddenMember(node: ts.Node): string | undefined {
  const name = memberName(node);
  if (name === undefined || !MEMBERS.has(name)) return undefined;
  return name === 'prototype' && isBorrowedMethod(node) ? undefined : `.${name}`;
}

function forbiddenName(
  node: ts.Node,
  isHostName: (node: ts.Identifier) => boolean,
): string | undefined {
  if (ts.isIdentifier(node) && isReference(node)) {
    if (HOST_NAMES.has(node.text) && isHostName(node)) return node.text;
    if (isNamespaceObject(node) && isHostName(node)) return `${node.text} as a value`;
  }
  const target = changedBy(node);
  const root = target && rootOf(target);
  return root && target !== root && isHostName(root)
    ? `a change of ${target.getText()}`
    : undefined;
}

/** `JSON` and `Math` are of use only with a member behind them; alone they would be passed to something that changes them. */
function isNamespaceObject(node: ts.Identifier): boolean {
  if (node.text !== 'JSON' && node.text !== 'Math') return false;
  const { parent } = node;
  return !(
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node
  );
}

/** What an assignment, an increment or a delete changes. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment =
      kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? node.left : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  const isStep =
    ts.isPrefixUnaryExpression(node) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken);
  return isStep ? node.operand : undefined;
}

/** The identifier that a chain of members starts from: `JSON` in `(JSON as any).parse`. */
function rootOf(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node)
  )
    return rootOf(node.expression);
  return undefined;
}

/** `Object.prototype.hasOwnProperty.call(…)`: a careful author's habit, and it changes nothing. */
function isBorrowedMethod(prototype: ts.Node): boolean {
  const method = prototype.parent;
  const use = method.parent;
  return (
    ts.isPropertyAccessExpression(method) &&
    ts.isPropertyAccessExpression(use) &&
    ['call', 'apply', 'bind'].includes(use.name.text) &&
    ts.isCallExpression(use.parent) &&
    use.parent.expression === use
  );
}

function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  if (ts.isPropertyAssignment(node) && node.name.getText() === '__proto__') return '__proto__';
  if (ts.isBindingElement(node)) {
    const key = node.propertyName ?? node.name;
    return ts.isIdentifier(key) && ts.isObjectBindingPattern(node.parent) ? key.text : undefined;
  }
  return undefined;
}

/** Whether the identifier reads a variable, rather than naming a member, a label or a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent))
    return parent.initializer === node;
  if (ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent)) return false;
  return (parent as Partial<ts.NamedDeclaration>).name !== node;
}

function valueSymbol(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

function isInFunction(node: ts.Node): boolean {
  for (let { parent } = node; !ts.isSourceFile(parent); { parent } = parent)
    if (ts.isFunctionLike(parent)) return true;
  return false;
}

/** What may stand at the top level, as far as its kind says; more is found by looking inside. */
const DECLARATIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.EmptyStatement,
]);

function isDeclaration(statement: ts.Statement): boolean {
  const isDirective =
    ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
  return isDirective || DECLARATIONS.has(statement.kind);
}

function topLevel(statement: ts.Statement): string {
  return `a statement outside any function: ${statement.getText().replace(/\s+/g, ' ').slice(0, 60)}`;
}

function lineStart(file: ts.SourceFile, line: number): number {
  return file.getPositionOfLineAndCharacter(line, 0);
}
