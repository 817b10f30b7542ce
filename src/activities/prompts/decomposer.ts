import { z } from 'zod';
import type { Contract } from '../../schemas/contract';
import { ProposedPlan } from '../../schemas/plan';
import type { Language, Prompt } from '../ports';
import { describeExamples, describeUsable } from './contract-text';

/** Longest plan, in tokens. */
export const MAX_PLAN_TOKENS = 900;

/** The schema that the prompt shows and that the reply is parsed with. */
export const PLAN_SCHEMA = z.toJSONSchema(ProposedPlan) as NonNullable<Prompt['schema']>['json'];

/** Asks one microagent to split a contract into smaller functions. */
export function decomposerPrompt(
  { contract, failures }: { readonly contract: Contract; readonly failures: readonly string[] },
  language: Language,
): Prompt {
  const { name, signature, description, types, examples, uses } = contract;
  const sections = [
    `Split the work of this ${language.name} function into helper functions:\n${signature}`,
    description,
    types && `Types:\n${types.trim()}`,
    uses.length > 0 &&
      `Functions that exist already and need no helper:\n${uses.map(describeUsable).join('\n')}`,
    examples.length > 0 && `Examples:\n${describeExamples(examples)}`,
    failures.length > 0 &&
      `Earlier plans failed:\n${failures.map((failure) => `- ${failure}`).join('\n')}`,
    [
      `List the helpers that ${name} will call. Do not list ${name} itself. For each helper give`,
      `name, signature (with parameter and return types, like "${signature}"),`,
      'purpose (exact rules from the text above, so that it can be written without seeing this text),',
      'uses (names of other helpers in the list that it calls, often none).',
      'As few helpers as the text names, each doing one thing.',
    ].join('\n'),
  ];
  return {
    system: `You design small ${language.name} libraries. Answer in JSON.`,
    user: sections.filter((section) => section !== false && section !== '').join('\n\n'),
    schema: { name: 'plan', json: PLAN_SCHEMA },
    maxTokens: MAX_PLAN_TOKENS,
  };
}
