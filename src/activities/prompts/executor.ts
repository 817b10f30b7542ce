import type { Contract } from '../../schemas/contract';
import type { Language, Prompt } from '../ports';
import { describeExamples, describeLaws, neededTypes } from './contract-text';

/** Longest answer of an executor, in tokens: a leaf that needs more was not small enough. */
const MAX_CODE_TOKENS = 700;

/**
 * Asks one microagent to write the one function of a contract, as code to be completed: small models then neither
 * write again what exists already nor answer the larger task. What has to be written comes last.
 */
export function executorPrompt(contract: Contract, language: Language): Prompt {
  const { name, signature, description, background, examples, cases, laws, uses } = contract;
  const stated = [...examples, ...cases];
  const { comment, declaration, fence } = language;
  const usable = uses.map(
    (other) => `${comment(other.description)}\n${declaration(other.signature)}`,
  );
  const code = [
    neededTypes(contract),
    background && comment(`Part of a program that is specified so:\n${background}`),
    uses.length > 0 && [comment('These exist already. Call them:'), ...usable].join('\n'),
    [
      comment(description),
      stated.length > 0 && comment(describeExamples(stated, language)),
      laws.length > 0 && comment(describeLaws(laws)),
      language.stub(signature),
    ]
      .filter(isPresent)
      .join('\n'),
  ];
  return {
    system: `You complete ${language.name} code. Reply with one \`\`\`${fence} block that has only the completed function: ${language.restrictions}.`,
    user: `\`\`\`${fence}\n${code.filter(isPresent).join('\n\n')}\n\`\`\`\n\nComplete only the function named ${name}.`,
    maxTokens: MAX_CODE_TOKENS,
  };
}

function isPresent(text: string | false): text is string {
  return text !== false && text !== '';
}
