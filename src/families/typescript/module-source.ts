import * as ts from 'typescript';
import type { Contract } from '../../schemas/contract';
import { parse } from './compiler';
import { readSignature } from './signature';

/** A microagent's code as a module of its own: byte for byte as written, with what it needs around it (I9). */
export interface ModuleSource {
  readonly text: string;
  /** Lines put above the code. */
  readonly linesAbove: number;
}

/**
 * Puts import lines above `code` for the types and functions of its contract that it mentions and does not declare
 * itself (small models often repeat a type's declaration), and an export below it when the function is not exported.
 * `fileOf` names the file of a used function.
 */
export function moduleSource(
  code: string,
  contract: Pick<Contract, 'name' | 'types' | 'uses'>,
  fileOf: (used: string) => string = fileNameOf,
): ModuleSource {
  const file = parse('/answer.ts', code);
  const own = declaredNames(file);
  const mentioned = identifiersIn(file);
  const wanted = (name: string) => mentioned.has(name) && !own.has(name);
  const types = typeNames(contract.types).filter(wanted);
  const imports = [
    ...(types.length > 0 ? [`import type { ${types.join(', ')} } from './types.js';`] : []),
    ...contract.uses
      .filter(({ name }) => wanted(name))
      .map(({ name }) => `import { ${name} } from './${fileOf(name)}.js';`),
  ];
  const above = imports.map((line) => `${line}\n`).join('') + (imports.length > 0 ? '\n' : '');
  const ending = code.endsWith('\n') ? '' : '\n';
  const below = exportedValues(file).length === 0 ? `${ending}export { ${contract.name} };\n` : '';
  return {
    text: above + code + (below || ending),
    linesAbove: imports.length > 0 ? imports.length + 1 : 0,
  };
}

/** The module that declares a function to those who only need its signature. */
export function declarationModule(signature: string, types: string): string {
  const read = readSignature(signature);
  if (read === undefined)
    throw new Error(`found no signature in '${signature}'; check contracts before use`);
  const names = typeNames(types);
  const imports =
    names.length > 0 ? `import type { ${names.join(', ')} } from './types.js';\n` : '';
  return `${imports}export declare function ${read.text};\n`;
}

/**
 * Name, without extension, of the file that holds a function: not that of a file the package has anyway, and none that
 * Node's test runner takes for a test.
 */
export function fileNameOf(name: string): string {
  return /^(?:index|types|test|.*_test)$/i.test(name) ? `${name}_` : name;
}

/** Names under which the file exports something that exists at run time, each once. */
export function exportedValues(file: ts.SourceFile): readonly string[] {
  return [...new Set(file.statements.flatMap(exportsOf))];
}

/** Names of everything declared at the top level of the file. */
export function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  return new Set(file.statements.flatMap(declarationsOf));
}

/** The types that a contract's `types` declare, in their order. */
export function typeNames(types: string): readonly string[] {
  return [...declaredNames(parse('/types.ts', types))];
}

/** The contract's `types` with each declaration exported. */
export function exportedTypes(types: string): string {
  const file = parse('/types.ts', types);
  let text = types;
  for (const statement of [...file.statements].reverse()) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue;
    if (isExported(statement)) continue;
    const start = statement.getStart(file);
    text = `${text.slice(0, start)}export ${text.slice(start)}`;
  }
  return text.trim() === '' ? 'export {};\n' : text.endsWith('\n') ? text : `${text}\n`;
}

function exportsOf(statement: ts.Statement): readonly string[] {
  if (ts.isExportAssignment(statement)) return ['default'];
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (statement.isTypeOnly || clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
  }
  if (!isExported(statement) || isTypeDeclaration(statement)) return [];
  const isDefault = modifiersOf(statement).some(
    ({ kind }) => kind === ts.SyntaxKind.DefaultKeyword,
  );
  return isDefault ? ['default'] : declarationsOf(statement);
}

function declarationsOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    isTypeDeclaration(statement)
  )
    return statement.name ? [statement.name.text] : [];
  return [];
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

function isTypeDeclaration(
  node: ts.Node,
): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function isExported(statement: ts.Statement): boolean {
  return modifiersOf(statement).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function modifiersOf(statement: ts.Statement): readonly ts.Modifier[] {
  return ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
}

function identifiersIn(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
