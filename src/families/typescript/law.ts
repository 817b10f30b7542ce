import * as ts from 'typescript';
import type { LoadedPart } from '../../activities/ports';
import type { Contract, Law } from '../../schemas/contract';
import { describeError, errorsIn, parse, programOf, syntaxErrorsIn } from './compiler';
import { declarationModule, exportedTypes, fileNameOf, typeNames } from './module-source';

type Subject = Pick<Contract, 'name' | 'signature' | 'types'>;

/** Why a law cannot be checked: its parameters or its claim are no TypeScript, or the claim is not a boolean. */
export function lawFault(
  { forAll, claim }: Law,
  { name, signature, types }: Subject,
): string | null {
  if (!areTypedParameters(forAll))
    return `found forAll '${forAll}', expected parameters with their types, such as xs: number[]`;
  if (!isExpression(claim)) return `found claim '${claim}', expected one expression`;
  const file = fileNameOf(name);
  const program = programOf({
    '/src/types.ts': exportedTypes(types),
    [`/src/${file}.d.ts`]: declarationModule(signature, types),
    [LAW]:
      `import type { ${typeNames(types).join(', ')} } from './types.js';\n` +
      `import { ${name} } from './${file}.js';\n${lawCode({ forAll, claim }, '$law')}`,
  });
  const [error] = errorsIn(program, LAW);
  if (error === undefined) return null;
  return `expected a claim that is true or false: ${describeError(error).replace(/^line \d+: /, '')}`;
}

/**
 * A law as a part: a function of the law's parameters that says whether its claim holds for them, and that calls the
 * contract's function. So it is run, and its inputs are made, as those of any other function.
 */
export function lawPart(
  law: Law,
  { name, signature, types, description, examples, probes }: Contract,
): LoadedPart {
  const own = name === 'law' ? 'claim' : 'law';
  const contract: Contract = {
    name: own,
    signature: `${own}(${law.forAll}): Promise<boolean>`,
    description: '',
    types,
    background: '',
    examples: [],
    cases: [],
    // Its values are made of the same words and numbers as those of the function itself.
    probes: [...new Set([...examples.map(({ call }) => call), ...probes])],
    uses: [{ name, signature, description }],
    laws: [],
  };
  return { contract, code: lawCode(law, own) };
}

const LAW = '/src/law.ts';

/** A claim may await what an async function returns. */
function lawCode({ forAll, claim }: Law, name: string): string {
  return `export async function ${name}(${forAll}): Promise<boolean> {\n  return (${claim}\n  );\n}\n`;
}

/** Whether the text is one expression, with nothing in it that ends it early. */
function isExpression(text: string): boolean {
  const file = parse('/claim.ts', `async () => (${text}\n)`);
  const [statement, ...others] = file.statements;
  return (
    syntaxErrorsIn(file).length === 0 &&
    others.length === 0 &&
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isArrowFunction(statement.expression) &&
    ts.isParenthesizedExpression(statement.expression.body)
  );
}

function areTypedParameters(text: string): boolean {
  const file = parse('/law.ts', `declare function law(${text}\n): boolean;`);
  const [declaration, ...others] = file.statements;
  if (syntaxErrorsIn(file).length > 0 || others.length > 0) return false;
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return false;
  const { parameters } = declaration;
  return (
    parameters.length > 0 &&
    parameters.every(({ name, type }) => ts.isIdentifier(name) && type !== undefined)
  );
}
