import type { Contract } from '../../schemas/contract';
import type { Subject } from '../../schemas/subject';
import type { Language } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import { describeExamples, describeLaws, neededTypes } from './contract-text';
import { oneOf, type Variants } from './variants';

/** Longest answer of an executor, in tokens: a leaf that needs more was not small enough. */
const MAX_CODE_TOKENS = 700;

/**
 * Asks one microagent to write the one function of a contract, as code to be completed: small models then neither
 * write again what exists already nor answer the larger task. What has to be written comes last.
 */
export function executorPrompt(
  request: {
    readonly contract: Contract;
    readonly rulings?: Rulings;
    readonly variant: number;
  },
  language: Language,
): Prompt {
  const { contract, rulings = [], variant } = request;
  const { name, background, uses } = contract;
  const { comment, declaration, fence } = language;
  const usable = uses.map(
    (other) => `${comment(other.description)}\n${declaration(other.signature)}`,
  );
  const { task, words } = oneOf(TASKS, variant)({ ...contract, rulings }, language);
  const code = [
    neededTypes(contract),
    background && comment(`Part of a program that is specified so:\n${background}`),
    uses.length > 0 && [comment('These exist already. Call them:'), ...usable].join('\n'),
    task.filter(isPresent).join('\n'),
  ];
  return {
    system: `You complete ${language.name} code. Reply with one \`\`\`${fence} block that has only the completed function: ${language.restrictions}.`,
    user: [
      `\`\`\`${fence}\n${code.filter(isPresent).join('\n\n')}\n\`\`\``,
      words,
      `Complete only the function named ${name}.`,
    ]
      .filter(isPresent)
      .join('\n\n'),
    maxTokens: MAX_CODE_TOKENS,
  };
}

/** The code to be completed, and what is said of it afterwards. */
interface Task {
  readonly task: readonly string[];
  readonly words: string;
}

type Rulings = NonNullable<Extract<Subject, { kind: 'code' }>['rulings']>;

/** What an executor is told of its function. */
interface Told extends Contract {
  readonly rulings: Rulings;
}

/** What is stated of results: examples, agreed cases and rulings, and laws. */
interface Stated {
  readonly results: string;
  readonly laws: string;
}

function stated({ examples, cases, laws, rulings }: Told, language: Language): Stated {
  const ruled = rulings.map(({ call, outcome }) => `${call}: ${outcome}`);
  const results = [describeExamples([...examples, ...cases], language), ...ruled];
  return { results: results.filter(isPresent).join('\n'), laws: describeLaws(laws) };
}

const TASKS: Variants<(contract: Told, language: Language) => Task> = [
  (contract, language) => {
    const { comment, stub } = language;
    const { results, laws } = stated(contract, language);
    return {
      task: [contract.description, results, laws]
        .filter(isPresent)
        .map(comment)
        .concat(stub(contract.signature)),
      words: '',
    };
  },
  // What it returns comes before what it is for, and whoever writes it is to test it.
  (contract, language) => {
    const { comment, stub } = language;
    const { name, signature, description } = contract;
    const { results, laws } = stated(contract, language);
    return {
      task: [results, laws].filter(isPresent).map(comment).concat(stub(signature)),
      words: `${name} is specified so:\n${description}\n\nYou will test it: think of the rare inputs first.`,
    };
  },
  // What it returns comes after the code, and whoever writes it is to maintain it.
  (contract, language) => {
    const { comment, stub } = language;
    const { name, signature, description } = contract;
    const { results, laws } = stated(contract, language);
    return {
      task: [description && comment(description), stub(signature)],
      words: [
        results && `Calls of ${name}:\n${results}`,
        laws,
        'You maintain this program, and want the plainest code that keeps every rule above.',
      ]
        .filter(isPresent)
        .join('\n\n'),
    };
  },
];

function isPresent(text: string | false): text is string {
  return text !== false && text !== '';
}
