import * as ts from 'typescript';
import { parse } from './compiler';

/**
 * Length of a code's syntax tree in a form where white space, comments, types, optional semicolons and the length of
 * names count for nothing: of two codes that do the same, the one with less in it is shorter, however it is laid out.
 */
export function normalSize(code: string): number {
  return sizeOf(parse('/answer.ts', code));
}

function sizeOf(node: ts.Node): number {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return 0;
  if (IGNORED.has(node.kind)) return 0;
  if (ts.isIdentifier(node)) return 1;
  if (ts.isStringLiteralLike(node)) return JSON.stringify(node.text).length;
  const children = node.getChildren();
  return children.length === 0
    ? node.getText().length
    : children.reduce((size, child) => size + sizeOf(child), 0);
}

const IGNORED: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.SemicolonToken,
  ts.SyntaxKind.ColonToken,
  ts.SyntaxKind.EndOfFileToken,
  ts.SyntaxKind.ExportKeyword,
]);
