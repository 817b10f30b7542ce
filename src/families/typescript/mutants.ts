import { createHash } from 'node:crypto';
import * as ts from 'typescript';
import { parse } from './compiler';

/**
 * Up to `count` texts that differ from `code` by one small fault each, as authors make them: another operator, a limit
 * that is one off, a negated condition, a statement or a method's call left out, another result, a related method. The same for the same
 * code. Some behave as the code does; whether they do cannot be decided.
 */
export function mutantsOf(code: string, count: number): readonly string[] {
  const file = parse('/answer.ts', code);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node))
      return;
    edits.push(...editsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const mutants = edits.map(
    ({ node, text }) => code.slice(0, node.getStart(file)) + text + code.slice(node.end),
  );
  return [...new Set(mutants)].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).slice(0, count);
}

/** What stands in place of a node. */
interface Edit {
  readonly node: ts.Node;
  readonly text: string;
}

function editsOf(node: ts.Node): readonly Edit[] {
  const by = (...texts: readonly string[]): Edit[] => texts.map((text) => ({ node, text }));
  if (ts.isBinaryExpression(node)) return operatorEdits(node.operatorToken);
  if (ts.isNumericLiteral(node))
    return by(`${Number(node.text) + 1}`, `(${Number(node.text) - 1})`);
  if (ts.isStringLiteral(node)) return by(node.text === '' ? `'mutant'` : `''`);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return by('false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) return by('true');
  if (ts.isPrefixUnaryExpression(node)) return prefixEdits(node);
  if (ts.isExpressionStatement(node)) return by(';');
  if (ts.isReturnStatement(node)) return node.expression ? by('return undefined;') : [];
  if (ts.isIfStatement(node)) return negation(node.expression);
  if (ts.isConditionalExpression(node)) return negation(node.condition);
  if (ts.isPropertyAccessExpression(node)) return methodEdits(node.name);
  if (ts.isCallExpression(node)) return by(...receiverOf(node));
  return [];
}

function operatorEdits(token: ts.Node): readonly Edit[] {
  const others = OPERATORS[token.getText()] ?? [];
  return others.map((text) => ({ node: token, text }));
}

/** A minus or a negation left out, a step in the other direction. */
function prefixEdits(node: ts.PrefixUnaryExpression): readonly Edit[] {
  const operand = node.operand.getText();
  const text = { '++': `--${operand}`, '--': `++${operand}` }[node.getText().slice(0, 2)];
  return [{ node, text: text ?? operand }];
}

function negation(condition: ts.Expression): readonly Edit[] {
  return [{ node: condition, text: `!(${condition.getText()})` }];
}

/** What a method was called on: that it is called at all may be the fault. */
function receiverOf({ expression }: ts.CallExpression): readonly string[] {
  return ts.isPropertyAccessExpression(expression) ? [expression.expression.getText()] : [];
}

function methodEdits(name: ts.MemberName): readonly Edit[] {
  const other = METHODS[name.text];
  return other === undefined ? [] : [{ node: name, text: other }];
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-=', '='],
  '-=': ['+='],
  '*=': ['+='],
};

const METHODS: Readonly<Partial<Record<string, string>>> = Object.fromEntries(
  [
    ['some', 'every'],
    ['push', 'unshift'],
    ['pop', 'shift'],
    ['min', 'max'],
    ['floor', 'ceil'],
    ['startsWith', 'endsWith'],
    ['indexOf', 'lastIndexOf'],
    ['toUpperCase', 'toLowerCase'],
    ['trimStart', 'trimEnd'],
    ['filter', 'map'],
    ['keys', 'values'],
  ].flatMap(([one = '', other = '']) => [
    [one, other],
    [other, one],
  ]),
);

function orderOf(mutant: string): string {
  return createHash('sha256').update(mutant).digest('hex');
}
