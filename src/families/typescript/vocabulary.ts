import * as ts from 'typescript';
import { parse } from './compiler';

/** Values that occur in a contract's calls: what plausible inputs are made of. */
export interface Vocabulary {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  /** What the contract says in words: extremes that it speaks of are meant. */
  readonly prose: string;
  /** Values that codes mention: what a code treats otherwise stands in it. Absent: none are known. */
  readonly mentioned?: Literals;
}

/** The literals of some source texts, each once, in their order. */
interface Literals {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
}

/** The string and number literals of `calls`; texts over 500 characters are left out. */
export function vocabularyOf(calls: readonly string[], prose: string): Vocabulary {
  const { strings, numbers } = literalsIn(calls, () => false);
  return { strings: strings.filter((text) => text.length <= 500), numbers, prose };
}

/**
 * The literals of codes that inputs can be made of: short texts, since verifiers are shown the inputs, none of an error's message,
 * and no numbers so large that code which counts to them takes long.
 */
export function mentionedIn(codes: readonly string[]): Literals {
  const { strings, numbers } = literalsIn(codes, ts.isThrowStatement);
  return {
    strings: strings.filter((text) => text !== '' && text.length <= 40),
    numbers: numbers.filter((number) => Math.abs(number) <= 10_000),
  };
}

function literalsIn(sources: readonly string[], isLeftOut: (node: ts.Node) => boolean): Literals {
  const strings = new Set<string>();
  const numbers = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (isLeftOut(node)) return;
    if (ts.isStringLiteralLike(node)) strings.add(node.text);
    if (ts.isNumericLiteral(node)) numbers.add(signed(node));
    ts.forEachChild(node, visit);
  };
  for (const source of sources) visit(parse('/source.ts', source));
  return { strings: [...strings], numbers: [...numbers] };
}

function signed(node: ts.NumericLiteral): number {
  const isNegative =
    ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === ts.SyntaxKind.MinusToken;
  return isNegative ? -Number(node.text) : Number(node.text);
}
