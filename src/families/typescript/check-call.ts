import * as ts from 'typescript';
import type { Contract } from '../../schemas/contract';
import type { Json } from '../../schemas/hash';
import { describeError, errorsIn, parse, programOf, syntaxErrorsIn } from './compiler';
import { exportedTypes, typeNames } from './module-source';
import { readSignature, type Signature } from './signature';

/**
 * Why `call` is no well-typed call of the contract's function with literals alone as arguments, or why its result
 * cannot be `returns`, where that is given; null when nothing is wrong.
 */
export function checkCall(contract: Contract, call: string, returns?: Json): string | null {
  const signature = readSignature(contract.signature);
  if (signature === undefined) return `found no signature in '${contract.signature}'`;
  const expression = readCall(call, contract.name);
  if (expression === undefined)
    return `found '${shorten(call)}', expected one call of ${contract.name}, like ${contract.name}(…)`;
  const other = expression.arguments.find((argument) => !isData(argument));
  if (expression.typeArguments !== undefined || other !== undefined)
    return `found '${shorten((other ?? expression).getText())}', expected literals alone as arguments`;
  const [fault] = typeFaults([{ call, ...(returns === undefined ? {} : { returns }) }], {
    signature,
    types: contract.types,
  });
  return fault === undefined ? null : fault.message;
}

/** The call that a text is, of the function called `name`; undefined when it is anything else, or more. */
export function readCall(text: string, name: string): ts.CallExpression | undefined {
  const expression = onlyExpression(parse('/call.ts', text));
  if (expression === undefined || !ts.isCallExpression(expression)) return undefined;
  const { expression: called } = expression;
  return ts.isIdentifier(called) && called.text === name ? expression : undefined;
}

function onlyExpression(file: ts.SourceFile): ts.Expression | undefined {
  const [statement, ...others] = file.statements;
  if (statement === undefined || others.length > 0 || syntaxErrorsIn(file).length > 0)
    return undefined;
  return ts.isExpressionStatement(statement) ? statement.expression : undefined;
}

/** A call that was read, and its result where one is stated. */
interface StatedCall {
  readonly call: string;
  readonly returns?: Json;
}

/** Which of the calls does not fit its function's signature, or has a result that does not; the first fault of each part. */
export function typeFaults(
  calls: readonly StatedCall[],
  { signature, types }: { readonly signature: Signature; readonly types: string },
): readonly { readonly index: number; readonly message: string }[] {
  // No name in a spec begins with $. A result of null also stands for undefined, which no example can write.
  const head = [
    `import type { ${typeNames(types).join(', ')} } from './types.js';\n`,
    `export declare function ${signature.text};\n`,
    `type $Returned = Awaited<ReturnType<typeof ${signature.name}>>;\n`,
    `type $Result = $Returned | (undefined extends $Returned ? null : never);\n`,
  ];
  const statements = calls.flatMap(({ call, returns }, i) => [
    `export const $call${i}: unknown = ${call.replace(/;\s*$/, '')};\n`,
    `export const $returns${i}: ${returns === undefined ? 'null = null' : `$Result = ${JSON.stringify(returns)}`};\n`,
  ]);
  const text = [...head, ...statements].join('');
  const program = programOf({ '/src/types.ts': exportedTypes(types), [CALLS]: text });
  const found = errorsIn(program, CALLS).map((error) => {
    const position = (error.file?.statements ?? []).findIndex(
      ({ end }) => (error.start ?? 0) < end,
    );
    return { at: position - head.length, error };
  });
  return statements.flatMap((_, at) => {
    const first = found.find((fault) => fault.at === at);
    if (first === undefined) return [];
    const { returns } = calls[at >> 1] ?? {};
    const what =
      at % 2 === 0
        ? `found a call that does not fit ${signature.text}`
        : `found returns ${shorten(JSON.stringify(returns))}, expected a value of type ${signature.result}`;
    const why = describeError(first.error).replace(/^line \d+: /, '');
    return [{ index: at >> 1, message: `${what}: ${why}` }];
  });
}

const CALLS = '/src/calls.ts';

/** At most 200 characters of a text, for a message. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Whether an expression is made of literals, and of the collections and dates that have no literal of their own. */
function isData(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return CONSTANTS.has(node.text);
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.MinusToken && isData(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isData);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isDataMember);
  return ts.isNewExpression(node) ? isCollection(node) : LITERALS.has(node.kind);
}

function isCollection({ expression, arguments: given }: ts.NewExpression): boolean {
  const isKnown = ts.isIdentifier(expression) && COLLECTIONS.has(expression.text);
  return isKnown && (given === undefined || given.every(isData));
}

function isDataMember(member: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(member) || ts.isComputedPropertyName(member.name)) return false;
  return member.name.text !== '__proto__' && isData(member.initializer);
}

const LITERALS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);
const CONSTANTS: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);
const COLLECTIONS: ReadonlySet<string> = new Set(['Map', 'Set', 'Date']);
