import { z } from 'zod';
import { shuffle } from '../../domain/seed';
import type { Contract } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';
import type { Plan } from '../../schemas/plan';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { oneOf, type Variants } from './variants';

const LETTERS = 'ABCDEFGHIJKLMNOP';

/** What a discriminator returns among `count` plans: one schema for the prompt and the parser. */
export function choiceVote(count: number) {
  return z.strictObject({
    choice: z.enum(LETTERS.slice(0, count).split('') as [string, ...string[]]),
  });
}

/**
 * The order in which a sample sees the candidates: shuffled by its seed, so that a preference for the first place
 * cannot decide an election.
 */
function ballotOrder(count: number, seed: number): number[] {
  return shuffle(
    Array.from({ length: count }, (_, index) => index),
    seed,
  );
}

/** The plan that `letter` stood for in a sample with this seed; a RangeError for a letter that none had. */
export function chosenPlan(
  plans: readonly Hash[],
  { letter, seed }: { readonly letter: string; readonly seed: number },
): Hash {
  const index = ballotOrder(plans.length, seed)[LETTERS.indexOf(letter)];
  const plan = index === undefined ? undefined : plans[index];
  if (plan === undefined)
    throw new RangeError(`Found the choice ${letter} among ${plans.length} plans.`);
  return plan;
}

/** Asks one microagent which of several plans serves a contract best. */
export function discriminatorPrompt(
  ballot: {
    readonly contract: Contract;
    readonly plans: readonly Plan[];
    readonly seed: number;
    readonly variant: number;
  },
  language: Language,
): Prompt {
  const { contract, plans, seed, variant } = ballot;
  const shown = ballotOrder(plans.length, seed).map((index, place) => {
    const lines =
      plans[index]?.children.map(
        ({ contract: child }) => `- ${child.signature}: ${child.description}`,
      ) ?? [];
    return `Plan ${LETTERS.charAt(place)}:\n${lines.join('\n')}`;
  });
  return {
    system: `You review designs of small ${language.name} libraries. Answer in JSON.`,
    user: [
      `This function is to be written with helper functions:\n${contract.signature}`,
      contract.description,
      ...shown,
      oneOf(QUESTIONS, variant),
    ].join('\n\n'),
    schema: {
      name: 'choice',
      json: z.toJSONSchema(choiceVote(plans.length)) as NonNullable<Prompt['schema']>['json'],
    },
    maxTokens: 20,
  };
}

const QUESTIONS: Variants<string> = [
  'Which plan covers all the text asks for, with the simplest functions and the right types?',
  'You will write these functions. Which plan leaves you in no doubt what each of them does, and forgets nothing that the text asks for?',
  'First find what each plan forgets of the text, and where a type is wrong. Which plan has the fewest faults?',
];
