import { z } from 'zod';
import { shuffle } from '../../domain/seed';
import type { Contract } from '../../schemas/contract';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { describeExamples } from './contract-text';
import { oneOf, type Variants } from './variants';
import { told } from './verifier';

/** What a discriminator returns of two outcomes: one schema for the prompt and the parser. */
export const JudgedVote = z.strictObject({ right: z.enum(['A', 'B', 'unsaid']) });

/** The outcome that a letter stood for in a sample with this seed, or that the contract does not say. */
export function verdictOf(
  right: z.infer<typeof JudgedVote>['right'],
  seed: number,
): 'first' | 'second' | 'unsaid' {
  if (right === 'unsaid') return 'unsaid';
  return shownOrder(seed)[right === 'A' ? 0 : 1] === 0 ? 'first' : 'second';
}

/** Which outcome stands behind A and which behind B: shuffled, so that a preference for a letter decides nothing. */
function shownOrder(seed: number): readonly number[] {
  return shuffle([0, 1], seed);
}

/** Asks one microagent, which sees no code and no votes, which of two outcomes of a call the contract asks for. */
export function differencePrompt(
  difference: {
    readonly contract: Contract;
    readonly call: string;
    readonly outcomes: readonly [string, string];
    readonly seed: number;
    readonly variant: number;
  },
  language: Language,
): Prompt {
  const { contract, call, outcomes, seed, variant } = difference;
  const { cases } = contract;
  const [a, b] = shownOrder(seed).map((at) => outcomes[at]);
  return {
    system: `You judge what ${language.name} functions have to do. Answer in JSON.`,
    user: [
      ...told(contract, language),
      cases.length > 0 && `Agreed on besides:\n${describeExamples(cases, language)}`,
      `On the call ${call}\nA: one program ${a ?? ''}\nB: another program ${b ?? ''}`,
      oneOf(QUESTIONS, variant),
    ]
      .filter((section) => section !== false)
      .join('\n\n'),
    schema: {
      name: 'difference',
      json: z.toJSONSchema(JudgedVote) as NonNullable<Prompt['schema']>['json'],
    },
    maxTokens: 20,
  };
}

const QUESTIONS: Variants<string> = [
  'Which of them does what the text above asks for: "A", "B", or does the text not say ("unsaid")?',
  'Work out by the text above, rule by rule, what the call has to give. Is that "A", is it "B", or does no rule decide it ("unsaid")?',
  'One of the two programs has a fault, unless the text above leaves open what the call gives ("unsaid"). Which program is without fault, "A" or "B"?',
];
