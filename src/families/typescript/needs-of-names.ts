import * as ts from 'typescript';
import { LIBRARY_FILE } from './library';
import { needOfDeclaring, symbolOf } from './needs-of-tests';
import { GLOBAL_OBJECTS, GLOBALS, NODE_MODULES } from './small-sandbox';

/** What the use of a name needs that the small sandbox has not: a global, or a part of one of Node's modules. */
export function needOfName(name: ts.Identifier, checker: ts.TypeChecker): string | undefined {
  if (!isUse(name)) return undefined;
  const declarations = symbolOf(name, checker)?.declarations ?? [];
  const [declaration] = declarations;
  if (declaration === undefined || declarations.every(isOutside))
    return needOfGlobal(name, checker);
  const imported = importedBy(declaration);
  return imported && needOfPart(name, imported.value, checker);
}

/** Not the name of a member, of something declared or of a line. */
function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent)) return false;
  if (ts.isBreakOrContinueStatement(parent)) return false;
  const isName = 'name' in parent && parent.name === name;
  return !isName && !('propertyName' in parent && parent.propertyName === name);
}

/** Declared by the language, or by words that promise that someone else declares it. */
function isOutside(declaration: ts.Declaration): boolean {
  if (declaration.getSourceFile().fileName === LIBRARY_FILE) return true;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
}

function needOfGlobal(name: ts.Identifier, checker: ts.TypeChecker): string | undefined {
  const { text, parent } = name;
  if (text === 'arguments') return undefined;
  if (!GLOBALS.has(text)) return text;
  const known = GLOBAL_OBJECTS[text];
  if (known !== undefined) return needOfPart(name, known, checker);
  const isUnknown =
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === name &&
    checker.getSymbolAtLocation(parent.name) === undefined;
  return isUnknown ? `${text}.${parent.name.text}` : undefined;
}

/** What an import binds: `value` is undefined where the module exports nothing of that name. */
function importedBy(declaration: ts.Declaration): { readonly value: unknown } | undefined {
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  const from = statement?.moduleSpecifier;
  const module = from && ts.isStringLiteral(from) ? NODE_MODULES[from.text] : undefined;
  if (module === undefined) return undefined;
  if (!ts.isImportSpecifier(declaration)) return { value: module };
  const { text } = declaration.propertyName ?? declaration.name;
  return { value: text === 'default' ? module : memberOf(module, text) };
}

/**
 * What is used of a value of the small sandbox, by a name that stands for it and the members after it. An object with
 * members is used by one of them or called; where it goes otherwise cannot be followed.
 */
function needOfPart(
  name: ts.Identifier,
  known: unknown,
  checker: ts.TypeChecker,
): string | undefined {
  let used: ts.Expression = name;
  let value = known;
  for (let at = memberAt(used); hasMembers(value) && at !== undefined; at = memberAt(used)) {
    used = at;
    value = memberOf(value, at.name.text);
  }
  if (value === undefined) return used.getText();
  const { parent } = used;
  if (ts.isCallExpression(parent) && parent.expression === used)
    return needOfDeclaring(parent, value, checker);
  return hasMembers(value) ? `${used.getText()} as a value` : undefined;
}

/** The expression `used.member` that an expression stands in, if it does. */
function memberAt(used: ts.Expression): ts.PropertyAccessExpression | undefined {
  const { parent } = used;
  return ts.isPropertyAccessExpression(parent) && parent.expression === used ? parent : undefined;
}

function hasMembers(value: unknown): value is object {
  const isObject = typeof value === 'object' || typeof value === 'function';
  return isObject && value !== null && Object.keys(value).length > 0;
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
