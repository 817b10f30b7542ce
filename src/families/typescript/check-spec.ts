import * as ts from 'typescript';
import { canonicalJson } from '../../domain/canonical-json';
import type { Contract } from '../../schemas/contract';
import type { Spec, TextFile } from '../../schemas/spec';
import { readCall, shorten, typeFaults } from './check-call';
import { describeError, errorsIn, parse, programOf, syntaxErrorsIn } from './compiler';
import { lawFault } from './law';
import { exportedTypes, typeNames } from './module-source';
import { readSignature, type Signature } from './signature';

/** One message for each fault of the spec that only TypeScript can see; none when the spec may be built. */
export function checkSpec({ entry, acceptance }: Spec): readonly string[] {
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
  return [
    ...faultsOfExamples(entry, signature),
    ...contradictions(entry),
    ...faultsOfLaws(entry),
    ...faultsOfTests(acceptance),
  ];
}

function faultsOfTests(acceptance: readonly TextFile[]): readonly string[] {
  const code = acceptance.filter(({ path }) => /\.[mc]?[jt]s$/.test(path));
  return code.flatMap(({ path, text }) => {
    const [error] = syntaxErrorsIn(parse(`/${path}`, text));
    return error === undefined ? [] : [`acceptance: ${path}, ${describeError(error)}`];
  });
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

function faultsOfExamples({ examples, types }: Contract, signature: Signature): readonly string[] {
  const faults = examples.flatMap(({ call }, i) =>
    readCall(call, signature.name) === undefined ? [noCall(call, signature.name, i + 1)] : [],
  );
  if (faults.length > 0) return faults;
  return typeFaults(examples, { signature, types }).map(
    ({ index, message }) =>
      `example ${index + 1}, ${shorten(examples[index]?.call ?? '')}: ${message}`,
  );
}

function noCall(call: string, name: string, number: number): string {
  return `example ${number}: found '${shorten(call)}', expected one call of ${name}, like ${name}(…)`;
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
function withTypes(types: string, text: string): Readonly<Record<string, string>> {
  return {
    '/src/types.ts': exportedTypes(types),
    [SPEC]: `import type { ${typeNames(types).join(', ')} } from './types.js';\n${text}\n`,
  };
}

function message(error: ts.Diagnostic): string {
  return describeError(error).replace(/^line \d+: /, '');
}
