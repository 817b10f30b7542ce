import * as ts from 'typescript';
import { canonicalJson } from '../../domain/canonical-json';
import type { Contract } from '../../schemas/contract';
import type { Spec } from '../../schemas/spec';
import { describeError, errorsIn, parse, programOf, syntaxErrorsIn } from './compiler';
import { lawFault } from './law';
import { exportedTypes, typeNames } from './module-source';
import { readSignature, type Signature } from './signature';

/** One message for each fault of the spec that only TypeScript can see; none when the spec may be built. */
export function checkSpec({ entry }: Spec): readonly string[] {
  const typeFaults = faultsOfTypes(entry.types);
  if (typeFaults.length > 0) return typeFaults;
  const signature = readSignature(entry.signature);
  if (signature === undefined)
    return [
      `entry: found '${entry.signature}', expected a signature like textStats(text: string): TextStats`,
    ];
  if (signature.name !== entry.name)
    return [`entry: found the signature of ${signature.name}, expected that of ${entry.name}`];
  const entryFault = faultOfEntry(signature, entry.types);
  if (entryFault !== undefined) return [entryFault];
  return [...faultsOfExamples(entry, signature), ...contradictions(entry), ...faultsOfLaws(entry)];
}

function faultsOfTypes(types: string): readonly string[] {
  const [syntax] = syntaxErrorsIn(parse('/types.ts', types));
  if (syntax) return [`types, ${describeError(syntax)}`];
  const other = parse('/types.ts', types).statements.find(
    (statement) => !ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement),
  );
  if (other)
    return [
      `types: found '${other.getText().slice(0, 60)}', expected only interfaces and type aliases`,
    ];
  const program = programOf({ '/src/types.ts': exportedTypes(types) });
  return errorsIn(program, '/src/types.ts').map((error) => `types, ${describeError(error)}`);
}

function faultOfEntry(signature: Signature, types: string): string | undefined {
  const program = programOf(withTypes(types, `export declare function ${signature.text};`));
  const [error] = errorsIn(program, SPEC);
  return error && `entry ${signature.text}: ${message(error)}`;
}

/** Two statements for each example, its call and its result: an error's statement names the example. */
function faultsOfExamples({ examples, types }: Contract, signature: Signature): readonly string[] {
  const faults = examples.map(({ call }, i) => faultOfCall(call, signature.name, i + 1));
  if (faults.some((fault) => fault !== undefined))
    return faults.filter((fault) => fault !== undefined);
  const statements = examples.flatMap(({ call, returns }, i) => [
    `export const $call${i}: unknown = ${call.replace(/;\s*$/, '')};\n`,
    `export const $returns${i}: $Result = ${JSON.stringify(returns)};\n`,
  ]);
  // No name in a spec begins with $. A result of null also stands for undefined, which no example can write.
  const head =
    `export declare function ${signature.text};\n` +
    `type $Returned = Awaited<ReturnType<typeof ${signature.name}>>;\n` +
    `type $Result = $Returned | (undefined extends $Returned ? null : never);\n`;
  const program = programOf(withTypes(types, head + statements.join('')));
  const found = errorsIn(program, SPEC).map((error) => {
    const position = (error.file?.statements ?? []).findIndex(
      ({ end }) => (error.start ?? 0) < end,
    );
    return { index: position - HEAD_STATEMENTS, error };
  });
  return statements.flatMap((_, index) => {
    const [first] = found.filter((fault) => fault.index === index);
    const example = examples[index >> 1];
    if (first === undefined || example === undefined) return [];
    const what =
      index % 2 === 0
        ? `found a call that does not fit ${signature.text}`
        : `found returns ${shorten(JSON.stringify(example.returns))}, expected a value of type ${signature.result}`;
    return [
      `example ${(index >> 1) + 1}, ${shorten(example.call)}: ${what}: ${message(first.error)}`,
    ];
  });
}

function faultOfCall(call: string, name: string, number: number): string | undefined {
  const file = parse('/call.ts', call);
  const [statement, ...others] = file.statements;
  const expression =
    statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  const isCall =
    syntaxErrorsIn(file).length === 0 &&
    others.length === 0 &&
    expression !== undefined &&
    ts.isCallExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === name;
  return isCall
    ? undefined
    : `example ${number}: found '${shorten(call)}', expected one call of ${name}, like ${name}(…)`;
}

function faultsOfLaws(entry: Contract): readonly string[] {
  return entry.laws.flatMap((law, i) => {
    const fault = lawFault(law, entry);
    return fault === null ? [] : [`law ${i + 1}, ${shorten(law.claim)}: ${fault}`];
  });
}

function contradictions({ examples }: Contract): readonly string[] {
  const first = new Map<string, number>();
  return examples.flatMap(({ call, returns }, i) => {
    const key = tokensOf(parse('/call.ts', call)).join(' ');
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, i);
      return [];
    }
    const stated = examples[earlier]?.returns ?? null;
    return canonicalJson(stated) === canonicalJson(returns)
      ? []
      : [
          `example ${i + 1}, ${shorten(call)}: found returns ${shorten(JSON.stringify(returns))}, ` +
            `expected ${shorten(JSON.stringify(stated))} as in example ${earlier + 1}`,
        ];
  });
}

/** The call's tokens, whatever its white space and quotes. */
function tokensOf(node: ts.Node): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [JSON.stringify(node.text)];
  const children = node.getChildren();
  return children.length > 0
    ? children.flatMap(tokensOf)
    : [node.getText()].filter((text) => text !== '' && text !== ';');
}

const SPEC = '/src/spec.ts';
/** Statements of the checked file above the first example. */
const HEAD_STATEMENTS = 4;

function withTypes(types: string, text: string): Readonly<Record<string, string>> {
  return {
    '/src/types.ts': exportedTypes(types),
    [SPEC]: `import type { ${typeNames(types).join(', ')} } from './types.js';\n${text}\n`,
  };
}

function message(error: ts.Diagnostic): string {
  return describeError(error).replace(/^line \d+: /, '');
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
