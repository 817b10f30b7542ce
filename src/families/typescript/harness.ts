import * as ts from 'typescript';
import { parse, transpile } from './compiler';
import { observe, type ObserveOptions } from './guest/observe';
import { guestModule } from './guest-module';

/** Path of the module that the sandbox runs to observe a function. */
export const HARNESS = 'harness.js';

/** What the harness is told: the function under observation, its module, and the calls. */
export interface HarnessOptions extends ObserveOptions {
  readonly name: string;
  readonly file: string;
  readonly calls: readonly string[];
}

/** The modules that call a function on inputs and tell what happened; the guest's intrinsics are captured first. */
export function harnessModules({
  name,
  file,
  calls,
  ...options
}: HarnessOptions): Record<string, string> {
  const inputs = calls.map((call) => `  () => [${argumentsOf(call)}],\n`).join('');
  const source = `import { observe } from 'millwright:observe';
import { ${name} as subject } from './${file}';
const inputs = [
${inputs}];
export const main = () => observe(subject, inputs, ${JSON.stringify(options)});
`;
  return {
    'millwright:observe': guestModule('observe', { observe }),
    [HARNESS]: transpile(source),
  };
}

/** The text between the parentheses of a call. */
function argumentsOf(call: string): string {
  const [statement] = parse('/call.ts', call).statements;
  const expression =
    statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (expression === undefined || !ts.isCallExpression(expression))
    throw new Error(`expected a call, found '${call}'; check a contract's calls before use`);
  return expression.arguments.map((argument) => argument.getText()).join(', ');
}
