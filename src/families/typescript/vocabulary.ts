import * as ts from 'typescript';
import { parse } from './compiler';

/** Values that occur in calls or codes: what plausible inputs are made of. */
export interface Vocabulary {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  /** What the contract says in words: extremes that it speaks of are meant. */
  readonly prose: string;
}

/** The string and number literals of source texts, each once, in their order; texts over 500 characters are left out. */
export function vocabularyOf(sources: readonly string[], prose: string): Vocabulary {
  const strings = new Set<string>();
  const numbers = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && node.text.length <= 500) strings.add(node.text);
    if (ts.isNumericLiteral(node)) numbers.add(signed(node));
    ts.forEachChild(node, visit);
  };
  for (const source of sources) visit(parse('/source.ts', source));
  return { strings: [...strings], numbers: [...numbers], prose };
}

function signed(node: ts.NumericLiteral): number {
  const isNegative =
    ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === ts.SyntaxKind.MinusToken;
  return isNegative ? -Number(node.text) : Number(node.text);
}
