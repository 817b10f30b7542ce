import { z } from 'zod';
import type { Contract } from '../../schemas/contract';
import { ProposedPlan } from '../../schemas/plan';
import type { Language, Prompt } from '../ports';
import { describeExamples, describeUsable, quote } from './contract-text';

/** Longest plan, in tokens. */
const MAX_PLAN_TOKENS = 900;

/** The schema that the prompt shows and that the reply is parsed with. */
const PLAN_SCHEMA = z.toJSONSchema(ProposedPlan) as NonNullable<Prompt['schema']>['json'];

/** Asks one microagent to split a contract into smaller functions. */
export function decomposerPrompt(
  { contract, failures }: { readonly contract: Contract; readonly failures: readonly string[] },
  language: Language,
): Prompt {
  const { name, signature, description, background, types, examples, uses } = contract;
  const sections = [
    signature,
    types.trim(),
    description,
    background && `It is one step of a larger task:\n${quote(background)}`,
    uses.length > 0 &&
      `These functions exist already and are not to be listed:\n${uses.map(describeUsable).join('\n')}`,
    examples.length > 0 && `Examples:\n${describeExamples(examples, language)}`,
    failures.length > 0 &&
      `Earlier attempts failed:\n${failures.map((failure) => `- ${failure}`).join('\n')}`,
    `List the helper functions that ${name} calls, not ${name} itself. Put into each purpose all the rules above that concern it.`,
  ];
  return {
    system: `You split a ${language.name} function into helper functions, so that it only has to call them. Answer in JSON.\n\n${exampleIn(language)}`,
    user: sections.filter((section) => section !== false && section !== '').join('\n\n'),
    schema: { name: 'plan', json: PLAN_SCHEMA },
    maxTokens: MAX_PLAN_TOKENS,
  };
}

/** One answer as it should be: small models copy its form, and without it give signatures of the wrong function. */
function exampleIn({ plan: { signature, list, number, text } }: Language): string {
  const lines = `lines: ${list('Line')}`;
  const plan: ProposedPlan = {
    functions: [
      {
        name: 'nonEmptyLines',
        parameters: lines,
        returns: list('Line'),
        purpose: 'The lines whose quantity is not 0, in order.',
        uses: [],
      },
      {
        name: 'totalOf',
        parameters: lines,
        returns: number,
        purpose: 'The sum of price times quantity over all lines; 0 without lines.',
        uses: [],
      },
      {
        name: 'rowsOf',
        parameters: lines,
        returns: text,
        purpose: 'One row per line, joined by newlines.',
        uses: [],
      },
    ],
  };
  return `For example, for
${signature({ name: 'invoice', parameters: lines, returns: 'Invoice' })}
Returns the invoice of some lines.
- drop lines whose quantity is 0
- \`total\` is the sum of price times quantity
- \`text\` is one row per line
a good answer is
${JSON.stringify(plan)}`;
}
