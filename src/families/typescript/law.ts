import * as ts from 'typescript';
import type { Contract, Law } from '../../schemas/contract';
import { NoValues } from './arbitraries';
import { describeError, errorsIn, parse, programOf, syntaxErrorsIn } from './compiler';
import { generateCalls } from './inputs';
import { declarationModule, exportedTypes, fileNameOf, typeNames } from './module-source';
import { vocabularyOf, type Vocabulary } from './vocabulary';

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
 * A law as a function of its parameters that says whether its claim holds for them: so it is run, and its inputs are made
 * and shrunk, as those of any other function. `alwaysTrue` does what the law's code does when the law is kept.
 */
export function lawFunction(
  law: Law,
  { name, signature, types, description, examples, cases, probes }: Contract,
): { readonly contract: Contract; readonly code: string; readonly alwaysTrue: string } {
  const own = name === 'law' ? 'claim' : 'law';
  const contract: Contract = {
    name: own,
    signature: `${own}(${law.forAll}): Promise<boolean>`,
    description: '',
    types,
    background: '',
    examples: [],
    cases: [],
    probes: [],
    uses: [{ name, signature, description }],
    laws: [],
  };
  // Its values are made of the same words and numbers as those of the function itself.
  const calls = [...[...examples, ...cases].map(({ call }) => call), ...probes];
  const vocabulary = vocabularyOf(calls, [description, law.claim, ...calls].join('\n'));
  return {
    contract: { ...contract, probes: [...callsOf(contract, vocabulary)] },
    code: lawCode(law, own),
    alwaysTrue: lawCode({ ...law, claim: 'true' }, own),
  };
}

function callsOf(contract: Contract, vocabulary: Vocabulary): readonly string[] {
  try {
    return generateCalls(contract, vocabulary, { count: INPUTS, edges: EDGES });
  } catch (error) {
    if (error instanceof NoValues) return [];
    throw error;
  }
}

/** Inputs made of the contract's own words, and edge cases among them; more are made by whoever runs the law. */
const INPUTS = 100;
const EDGES = 20;

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
