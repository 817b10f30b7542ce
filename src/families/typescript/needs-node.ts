import * as ts from 'typescript';
import type { TextFile } from '../../schemas/spec';
import { isModuleName } from './acceptance-modules';
import { programOf } from './compiler';
import { needOfName } from './needs-of-names';
import { NODE_MODULES } from './small-sandbox';

/**
 * What a file of tests uses that the small sandbox is not known to have, as words that finish 'it uses …'; undefined when it
 * can be run there. Names are looked up in their scopes, so that a variable called `process` is no need of Node's.
 */
export function needOfNode({ path, text }: TextFile, packageName: string): string | undefined {
  if (/\.c[jt]s$/.test(path)) return 'modules of CommonJS';
  const program = programOf({ [FILE]: text });
  const checker = program.getTypeChecker();
  const isErased = path.endsWith('ts');
  const visit = (node: ts.Node): string | undefined => {
    if (isOfTypesAlone(node)) return undefined;
    if (isModuleName(node)) return needOfModule(node, packageName);
    if (ts.isImportSpecifier(node)) return isErased ? undefined : needOfImport(node);
    const need = needOfSyntax(node) ?? (ts.isIdentifier(node) ? needOfName(node, checker) : null);
    return need ?? ts.forEachChild(node, visit);
  };
  const file = program.getSourceFile(FILE);
  return file && visit(file);
}

const FILE = '/user.test.ts';

function isOfTypesAlone(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node))
    return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node);
  return [ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isImportAttributes].some((is) =>
    is(node),
  );
}

function needOfModule({ text, parent }: ts.StringLiteral, packageName: string): string | undefined {
  const isCode = text.startsWith('.') && !/\.(json|node|wasm|c[jt]s)$/.test(text);
  if (isCode || text === packageName) return undefined;
  // What a module that is imported late is used for cannot be followed.
  const isKnown = Object.hasOwn(NODE_MODULES, text) && ts.isImportDeclaration(parent);
  return isKnown ? undefined : `the module '${text}'`;
}

/** A name that a module has not fails a file of JavaScript as it is loaded, whether it is used or not. */
function needOfImport({ name, propertyName, parent }: ts.ImportSpecifier): string | undefined {
  const { text } = propertyName ?? name;
  const from = parent.parent.parent.moduleSpecifier;
  const module = ts.isStringLiteral(from) ? NODE_MODULES[from.text] : undefined;
  const isKnown = module === undefined || text === 'default' || Object.hasOwn(module, text);
  return isKnown ? undefined : text;
}

function needOfSyntax(node: ts.Node): string | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
    return 'import.meta';
  const isImport =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  if (isImport && !node.arguments.every((part) => ts.isStringLiteral(part)))
    return 'an import whose module is computed';
  const isLocale = ts.isPropertyAccessExpression(node) && node.name.text.startsWith('toLocale');
  return isLocale ? node.name.text : undefined;
}
