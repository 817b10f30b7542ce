import { z } from 'zod';
import type { Contract } from '../../schemas/contract';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { describeUsable } from './contract-text';
import { oneOf, type Variants } from './variants';

/** What a sizer returns: one schema for the prompt and the parser. */
export const SizeVote = z.strictObject({ size: z.enum(['leaf', 'split']) });

/** Asks one microagent whether a contract is small enough to be written in one go. */
export function sizerPrompt(
  { contract, variant }: { readonly contract: Contract; readonly variant: number },
  language: Language,
): Prompt {
  const { signature, description, uses } = contract;
  const sections = [
    `A ${language.name} function is to be written:\n${signature}`,
    description,
    uses.length > 0 && `It may call:\n${uses.map(describeUsable).join('\n')}`,
    oneOf(QUESTIONS, variant),
  ];
  return {
    system: 'You judge the size of programming tasks. Answer in JSON.',
    user: sections.filter((section) => section !== false && section !== '').join('\n\n'),
    schema: {
      name: 'size',
      json: z.toJSONSchema(SizeVote) as NonNullable<Prompt['schema']>['json'],
    },
    maxTokens: 20,
  };
}

/** The same question, with the other answer named first, and as whoever reads the code would put it. */
const QUESTIONS: Variants<string> = [
  'Is it one simple step of at most 15 lines ("leaf"), or does it do several different things that deserve functions of their own ("split")?',
  'Does it do several different things that deserve functions of their own ("split"), or is it one simple step of at most 15 lines ("leaf")?',
  'You will have to read and test it. Do you want it as one function of at most 15 lines ("leaf"), or made of several functions, each of which does one thing ("split")?',
];
