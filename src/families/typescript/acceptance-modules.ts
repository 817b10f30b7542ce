import { posix } from 'node:path';
import * as ts from 'typescript';
import type { TextFile } from '../../schemas/spec';

/** Those of the user's files that hold tests, by their names; all that is code where none is named so. */
export function testFilesAmong(acceptance: readonly TextFile[]): readonly TextFile[] {
  const named = acceptance.filter(({ path }) => /\.test\.[mc]?[jt]s$/.test(path));
  return named.length > 0 ? named : codeFilesAmong(acceptance);
}

/** Those of the user's files that are code: tests, and what they may import. */
export function codeFilesAmong(acceptance: readonly TextFile[]): readonly TextFile[] {
  return acceptance.filter(({ path }) => /\.[mc]?[jt]s$/.test(path));
}

/** Path of the JavaScript that is made of a file; other files stay where they are. */
export function compiledPath(path: string): string {
  return path.replace(/(?<=\.[mc]?)ts$/, 'js');
}

/**
 * The user's files as modules for Node, their types erased. Relative imports that TypeScript allows and Node does not
 * ('./help', './help.ts') name the JavaScript, as far as `known` has it.
 */
export function acceptanceModules(
  acceptance: readonly TextFile[],
  known: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  const all = new Set([...known, ...acceptance.map(({ path }) => compiledPath(path))]);
  return Object.fromEntries(
    acceptance.map((file) => {
      const path = compiledPath(file.path);
      return [path, path === file.path ? file.text : compile(file, all)];
    }),
  );
}

function compile({ path, text }: TextFile, known: ReadonlySet<string>): string {
  const module = path.endsWith('.cts') ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  return ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module },
    transformers: { before: [nameModules((name) => resolve(name, path, known))] },
  }).outputText;
}

function resolve(name: string, from: string, known: ReadonlySet<string>): string {
  if (!/^\.\.?(\/|$)/.test(name)) return name;
  const endings = [compiledPath(name), `${name}.js`, `${name}/index.js`];
  const isKnown = (ending: string) => known.has(posix.join(posix.dirname(from), ending));
  return endings.find(isKnown) ?? name;
}

/** Replaces the names of imported modules, also of those that are imported when a line is reached. */
function nameModules(replace: (name: string) => string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const visit = (node: ts.Node): ts.Node =>
      isModuleName(node)
        ? context.factory.createStringLiteral(replace(node.text))
        : ts.visitEachChild(node, visit, context);
    return ts.visitNode(file, visit) as ts.SourceFile;
  };
}

/** Whether a text names an imported module. */
export function isModuleName(node: ts.Node): node is ts.StringLiteral {
  if (!ts.isStringLiteral(node)) return false;
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword)
  );
}
