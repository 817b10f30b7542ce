import { z } from 'zod';
import type { Contract } from '../../schemas/contract';
import { ProposedPlan } from '../../schemas/plan';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { describeExamples, describeUsable, quote } from './contract-text';
import { oneOf, type Variants } from './variants';

/** Longest plan, in tokens. */
const MAX_PLAN_TOKENS = 900;

/** The schema that the prompt shows and that the reply is parsed with. */
const PLAN_SCHEMA = z.toJSONSchema(ProposedPlan) as NonNullable<Prompt['schema']>['json'];

/** Asks one microagent to split a contract into smaller functions. */
export function decomposerPrompt(
  request: {
    readonly contract: Contract;
    readonly failures: readonly string[];
    readonly variant: number;
  },
  language: Language,
): Prompt {
  const { contract, failures, variant } = request;
  const { name, signature, description, background, types, examples, uses } = contract;
  const { order, ending } = oneOf(WORDINGS, variant);
  const told: Readonly<Record<Section, string | false>> = {
    description,
    background: background && `It is one step of a larger task:\n${quote(background)}`,
    uses:
      uses.length > 0 &&
      `These functions exist already and are not to be listed:\n${uses.map(describeUsable).join('\n')}`,
    examples: examples.length > 0 && `Examples:\n${describeExamples(examples, language)}`,
    otherAnswer: otherAnswerIn(language),
  };
  const sections = [
    signature,
    types.trim(),
    ...order.map((section) => told[section]),
    failures.length > 0 &&
      `Earlier attempts failed:\n${failures.map((failure) => `- ${failure}`).join('\n')}`,
    ending(name),
  ];
  return {
    system: `You split a ${language.name} function into helper functions, so that it only has to call them. Answer in JSON.\n\n${exampleIn(language)}`,
    user: sections.filter((section) => section !== false && section !== '').join('\n\n'),
    schema: { name: 'plan', json: PLAN_SCHEMA },
    maxTokens: MAX_PLAN_TOKENS,
  };
}

type Section = 'description' | 'background' | 'uses' | 'examples' | 'otherAnswer';

interface Wording {
  readonly order: readonly Section[];
  readonly ending: (name: string) => string;
}

const WORDINGS: Variants<Wording> = [
  {
    order: ['description', 'background', 'uses', 'examples'],
    ending: (name) =>
      `List the helper functions that ${name} calls, not ${name} itself. Put into each purpose all the rules above that concern it.`,
  },
  // What it returns comes first, and whoever splits it is to test the parts.
  {
    order: ['examples', 'background', 'uses', 'description'],
    ending: (name) =>
      `You will test each helper function by itself, knowing its purpose alone. Which helper functions does ${name} call? Leave out ${name} itself, and leave no rule above out of the purpose it belongs to.`,
  },
  // Another example of a good answer, near the end.
  {
    order: ['description', 'background', 'uses', 'examples', 'otherAnswer'],
    ending: (name) =>
      `Now list the steps of ${name} as helper functions, in the order in which it calls them, without ${name} itself. Each purpose repeats the rules that concern it.`,
  },
];

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

/** A second one, of another kind: words in place of amounts, and a function that uses another. */
function otherAnswerIn({ plan: { signature, list, text } }: Language): string {
  const name = { parameters: `name: ${text}`, returns: list(text) };
  const plan: ProposedPlan = {
    functions: [
      {
        name: 'partsOf',
        ...name,
        purpose: 'The parts of the name, split at spaces and hyphens, without empty ones.',
        uses: [],
      },
      {
        name: 'lettersOf',
        ...name,
        purpose: 'The first letter of each part, as a capital.',
        uses: ['partsOf'],
      },
    ],
  };
  return `Another good answer, for ${signature({ name: 'initials', parameters: `name: ${text}`, returns: text })}, is
${JSON.stringify(plan)}`;
}
