import * as ts from 'typescript';
import { parse, syntaxErrorsIn } from './compiler';

/** A function's signature in the one form in which equal signatures are equal texts. */
export interface Signature {
  readonly name: string;
  /** `name(a: T): R`, as TypeScript's printer writes it. */
  readonly text: string;
  /** Parameter and result types without any names: what the function is, whatever it is called. */
  readonly shape: string;
  /** The result type alone. */
  readonly result: string;
}

/**
 * Reads `name(a: T): R`, with or without `export`, `async`, `declare`, `function` or a closing semicolon, or an arrow
 * type `(a: T) => R` when the name is given beside it; undefined when it is none of these, or has no result type.
 */
export function readSignature(written: string, name?: string): Signature | undefined {
  const text = written.trim().replace(/;$/, '').replace(PREFIXES, '');
  const declaration = declarationOf(text);
  if (declaration?.name !== undefined) return normalForm(declaration.name.text, declaration);
  const arrow = onlyArrowType(`type T = ${text.replace(ARROW_NAME, '')};`);
  const arrowName = ARROW_NAME.exec(text)?.[1] ?? name;
  return arrow && arrowName !== undefined ? normalForm(arrowName, arrow) : undefined;
}

const PREFIXES = /^(?:(?:export|default|declare|async|function)\s+)*/;
const ARROW_NAME = /^(?:const\s+)?([A-Za-z_]\w*)\s*[:=]\s*(?=[(<])/;

function normalForm(name: string, node: ts.SignatureDeclaration): Signature | undefined {
  if (node.type === undefined) return undefined;
  const print = (part: ts.Node): string =>
    ts
      .createPrinter({ removeComments: true })
      .printNode(ts.EmitHint.Unspecified, part, node.getSourceFile())
      .replace(/\s+/g, ' ');
  const generics = node.typeParameters?.map(print).join(', ');
  const head = generics === undefined ? '' : `<${generics}>`;
  const result = print(node.type);
  const shapes = node.parameters.map(
    (parameter) =>
      (parameter.dotDotDotToken ? '...' : '') +
      (parameter.type ? print(parameter.type) : 'any') +
      (parameter.questionToken || parameter.initializer ? '?' : ''),
  );
  return {
    name,
    text: `${name}${head}(${node.parameters.map(print).join(', ')}): ${result}`,
    shape: `${head}(${shapes.join(', ')}): ${result}`,
    result,
  };
}

/** The one function that `name(a: T): R` declares; undefined when it is anything else, or more. */
export function declarationOf(signature: string): ts.FunctionDeclaration | undefined {
  const [statement, ...rest] = cleanly(`declare function ${signature};`);
  if (statement === undefined || rest.length > 0) return undefined;
  return ts.isFunctionDeclaration(statement) && statement.body === undefined
    ? statement
    : undefined;
}

function onlyArrowType(text: string): ts.FunctionTypeNode | undefined {
  const [statement, ...rest] = cleanly(text);
  if (statement === undefined || rest.length > 0 || !ts.isTypeAliasDeclaration(statement))
    return undefined;
  return ts.isFunctionTypeNode(statement.type) ? statement.type : undefined;
}

function cleanly(text: string): readonly ts.Statement[] {
  const file = parse('/signature.ts', text);
  return syntaxErrorsIn(file).length > 0 ? [] : file.statements;
}
