import { z } from 'zod';
import type { Contract } from '../../schemas/contract';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { describeExamples, neededTypes, quote } from './contract-text';
import { oneOf, type Variants } from './variants';

/** What a verifier returns that is asked for test inputs: one schema for the prompt and the parser. */
export function proposedCalls(count: number) {
  return z.strictObject({ calls: z.array(z.string().min(1).max(200)).min(1).max(count) });
}

/**
 * What a verifier returns that is asked what `count` calls return: the result of each as JSON in a text. Providers
 * that hold a model to its schema know no value of any type.
 */
export function statedResults(count: number) {
  return z.strictObject({ results: z.array(z.string().max(400)).length(count) });
}

/** Tokens of one call or result, and of what stands around them all. */
const TOKENS_PER_ITEM = 60;
const TOKENS_AROUND = 40;

/** Asks one microagent, which sees no answer, for calls whose results would show an error in one. */
export function inputsPrompt(
  { contract, count }: { readonly contract: Contract; readonly count: number },
  language: Language,
): Prompt {
  return {
    system:
      `You choose test inputs for ${language.name} functions. Answer in JSON. ` +
      `For shout(text: string): string a good answer is ${INPUTS_EXAMPLE}.`,
    user: [
      ...told(contract, language),
      `Write ${count} short calls of ${contract.name} with literal arguments, other than the examples: typical ones and corner cases whose results follow from the text above.`,
    ].join('\n\n'),
    schema: schemaOf('inputs', proposedCalls(count)),
    maxTokens: TOKENS_AROUND + TOKENS_PER_ITEM * count,
  };
}

/** Asks one microagent what some calls return; it sees neither what others said nor any answer. */
export function resultsPrompt(
  request: {
    readonly contract: Contract;
    readonly calls: readonly string[];
    readonly variant: number;
  },
  language: Language,
): Prompt {
  const { contract, calls, variant } = request;
  const listed = calls.map((call, i) => `${i + 1}. ${call}`).join('\n');
  return {
    system:
      `You work out by hand what ${language.name} functions return. Answer in JSON. ` +
      `For the calls pair(1) and pair(2) a good answer is ${RESULTS_EXAMPLE}.`,
    user: [...told(contract, language), ...oneOf(RESULTS_QUESTIONS, variant)(listed)].join('\n\n'),
    schema: schemaOf('results', statedResults(calls.length)),
    maxTokens: TOKENS_AROUND + TOKENS_PER_ITEM * calls.length,
  };
}

const RESULTS_QUESTIONS: Variants<(calls: string) => readonly string[]> = [
  (calls) => [
    `What do these calls return?\n${calls}`,
    'Give the result of each call as JSON in a string, in this order.',
  ],
  (calls) => [
    `These calls are the test cases of whoever writes the function:\n${calls}`,
    'State the right result of each, as JSON in a string, in this order. Take the text at its word, rule by rule.',
  ],
  (calls) => [
    'You check a program that errs in rare cases, and go by the text above alone.',
    `Which results must it give, each as JSON in a string and in this order, for\n${calls}`,
  ],
];

const INPUTS_EXAMPLE = JSON.stringify({ calls: ['shout("a b")', 'shout("")', 'shout("A1!")'] });
const RESULTS_EXAMPLE = JSON.stringify({ results: ['[1,1]', '[2,2]'] });

/** A contract as whoever tests it must know it. */
export function told(contract: Contract, language: Language): readonly string[] {
  const { signature, description, background, examples } = contract;
  return [
    neededTypes(contract),
    signature,
    description,
    background && `It is one step of a larger task:\n${quote(background)}`,
    examples.length > 0 ? `Examples:\n${describeExamples(examples, language)}` : '',
  ].filter((section) => section !== '');
}

function schemaOf(name: string, schema: z.ZodType): NonNullable<Prompt['schema']> {
  return { name, json: z.toJSONSchema(schema) as NonNullable<Prompt['schema']>['json'] };
}
