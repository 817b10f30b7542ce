import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Contract, Example } from '../../../src/schemas/contract';
import { Json } from '../../../src/schemas/hash';

/** The languages in which every contract of the benchmark is stated and solved. */
export const LANGUAGES = ['typescript', 'python'] as const;
export type BenchLanguage = (typeof LANGUAGES)[number];

/** The languages as they are written in prose. */
export const TITLES: Readonly<Record<BenchLanguage, string>> = {
  typescript: 'TypeScript',
  python: 'Python',
};

/** A call by its arguments, and its right result. */
const Case = z.tuple([z.array(Json), Json]);
type Case = z.infer<typeof Case>;

/** What turns the right solution into a wrong one: a text that occurs in it once, and what stands there instead. */
const Edit = z.tuple([z.string().min(1), z.string()]);

const BenchContract = z.strictObject({
  /** The signature in each language. */
  typescript: z.string(),
  python: z.string(),
  description: z.string(),
  /** What the spec states. */
  examples: z.array(Case).min(1),
  /** What decides whether an answer is right; shown to nobody. */
  hidden: z.array(Case).min(10),
  /** Arguments of calls that a good tester of the contract would think of; none of them is a hidden test's. */
  ideas: z.array(z.array(Json)).min(5),
  solution: z.strictObject({ typescript: z.string(), python: z.string() }),
  /** Mistakes that somebody could make. */
  wrong: z.array(z.strictObject({ defect: z.string(), typescript: Edit, python: Edit })).min(3),
});
export type BenchContract = z.infer<typeof BenchContract>;

/** All contracts in the folder beside this file, in the order of their files and of their place in them. */
export function loadContracts(): readonly BenchContract[] {
  const files = readdirSync(FOLDER).sort();
  return files.flatMap((file) =>
    z.array(BenchContract).parse(parse(readFileSync(join(FOLDER, file), 'utf8'))),
  );
}

const FOLDER = join(__dirname, 'contracts');

/** The function's name in a language, as its signature begins. */
export function nameOf(contract: BenchContract, language: BenchLanguage): string {
  return contract[language].split('(', 1)[0] ?? '';
}

/** What the product is told of it: the spec's examples, and none of the hidden tests. */
export function contractOf(contract: BenchContract, language: BenchLanguage): Contract {
  return stateContract(contract, language, contract.examples);
}

/** The same with the hidden tests as its examples: an answer that contradicts none of them is right. */
export function hiddenContractOf(contract: BenchContract, language: BenchLanguage): Contract {
  return stateContract(contract, language, [...contract.examples, ...contract.hidden]);
}

function stateContract(
  contract: BenchContract,
  language: BenchLanguage,
  cases: readonly Case[],
): Contract {
  const name = nameOf(contract, language);
  const example = ([args, returns]: Case): Example => ({
    call: callOf(contract, language, args),
    returns,
  });
  return {
    name,
    signature: contract[language],
    description: contract.description,
    types: '',
    background: '',
    examples: cases.map(example),
    cases: [],
    probes: [],
    uses: [],
    laws: [],
  };
}

/** A call of the contract's function, as source text. */
export function callOf(
  contract: BenchContract,
  language: BenchLanguage,
  args: readonly Json[],
): string {
  return `${nameOf(contract, language)}(${args.map((arg) => LITERAL[language](arg)).join(', ')})`;
}

/** A JSON value as a literal of the language. */
export const LITERAL: Readonly<Record<BenchLanguage, (value: Json) => string>> = {
  typescript: (value) => JSON.stringify(value),
  python: pythonLiteral,
};

/** A JSON value without objects as Python writes it. */
export function pythonLiteral(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

/** The right solution in a language, and each wrong one with the name of its defect. */
export function solutionsOf(
  contract: BenchContract,
  language: BenchLanguage,
): {
  readonly right: string;
  readonly wrong: readonly { readonly defect: string; readonly code: string }[];
} {
  const right = contract.solution[language];
  const wrong = contract.wrong.map(({ defect, ...edits }) => {
    const [from, to] = edits[language];
    if (right.split(from).length !== 2)
      throw new Error(
        `${contract[language]}, '${defect}': expected ${JSON.stringify(from)} once in the solution`,
      );
    return { defect, code: right.split(from).join(to) };
  });
  return { right, wrong };
}
