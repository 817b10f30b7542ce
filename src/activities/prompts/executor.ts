import type { Contract } from '../../schemas/contract';
import type { Language, Prompt } from '../ports';
import { describeExamples, describeUsable, quote } from './contract-text';

/** Longest answer of an executor, in tokens: a leaf that needs more was not small enough. */
export const MAX_CODE_TOKENS = 700;

/** Asks one microagent to write the one function of a contract. */
export function executorPrompt(contract: Contract, language: Language): Prompt {
  const { name, signature, description, background, types, examples, uses } = contract;
  const sections = [
    `Write this ${language.name} function:\n\`\`\`${language.fence}\n${signature}\n\`\`\``,
    description,
    background &&
      `It is one step of a larger task. Write only this step; rules of that task hold where they concern it:\n${quote(background)}`,
    types && `These types exist already:\n\`\`\`${language.fence}\n${types.trim()}\n\`\`\``,
    uses.length > 0 &&
      `These functions exist already. Call them, do not write them again:\n${uses.map(describeUsable).join('\n')}`,
    examples.length > 0 && `Examples:\n${describeExamples(examples)}`,
    `Answer with one code block that holds ${language.answerForm} named ${name}.`,
  ];
  return {
    system: `You write correct, short ${language.name}. ${language.restrictions}`,
    user: sections.filter((section) => section !== false && section !== '').join('\n\n'),
    maxTokens: MAX_CODE_TOKENS,
  };
}
