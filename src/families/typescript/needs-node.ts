import * as ts from 'typescript';
import type { TextFile } from '../../schemas/spec';
import { isModuleName } from './acceptance-modules';
import { parse } from './compiler';

/**
 * What a test file uses that only Node has and the small sandbox has not, as words that finish 'it uses …'; undefined when it
 * can be run there.
 */
export function needOfNode({ path, text }: TextFile, packageName: string): string | undefined {
  let need: string | undefined;
  const visit = (node: ts.Node): void => {
    need ??= moduleOf(node, packageName) ?? globalOf(node);
    ts.forEachChild(node, visit);
  };
  visit(parse(path, text));
  return need;
}

function moduleOf(node: ts.Node, packageName: string): string | undefined {
  if (!isModuleName(node)) return undefined;
  const isKnown = node.text.startsWith('.') || KNOWN.has(node.text) || node.text === packageName;
  return isKnown ? undefined : `the module '${node.text}'`;
}

function globalOf(node: ts.Node): string | undefined {
  return ts.isIdentifier(node) && GLOBALS.has(node.text) && isFree(node) ? node.text : undefined;
}

const KNOWN: ReadonlySet<string> = new Set(['node:test', 'node:assert/strict']);

const GLOBALS: ReadonlySet<string> = new Set(
  `process Buffer require module fetch setTimeout setInterval setImmediate structuredClone URL URLSearchParams TextEncoder
   TextDecoder performance AbortController AbortSignal Intl WebAssembly Worker crypto atob btoa`.split(
    /\s+/,
  ),
);

/** Not the name of a member or of something declared. */
function isFree(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === name;
  return !(ts.isTypeReferenceNode(parent) || ('name' in parent && parent.name === name));
}
