import { z } from 'zod';
import { ChainFamilyName, Contract, FamilyName } from '../../schemas/contract';
import { Budget, ChainSpec, Spec } from '../../schemas/spec';

const Pattern = z.string().min(1);

/** The YAML header of software as users write it: the entry is one signature, the acceptance tests are patterns. */
const CodeHeader = z.strictObject({
  name: Spec.shape.name,
  family: FamilyName,
  entry: Contract.shape.signature,
  types: Contract.shape.types.default(''),
  examples: Contract.shape.examples.default([]),
  laws: Contract.shape.laws,
  acceptance: z.union([Pattern, z.array(Pattern)]).default([]),
  margin: Spec.shape.margin,
  target: Spec.shape.target,
  budget: Budget.partial().optional(),
  maxDepth: Spec.shape.maxDepth,
  cases: Spec.shape.cases,
  repairs: Spec.shape.repairs,
});
export type CodeHeader = z.infer<typeof CodeHeader>;

/** The header of a chain is its spec. */
export type Header = CodeHeader | ChainSpec;

/** What a header may say, and in which words it is told when it says something else. */
export interface HeaderForm {
  readonly schema: z.ZodType<Header>;
  /** What each field has to be, in words that finish the sentence 'expected …'. */
  readonly expected: Readonly<Record<string, string>>;
  /** Whether prose below the header has to say what is wanted. */
  readonly needsProse: boolean;
}

/** The form of the header whose field `family` has this value; one that is no family is read as software. */
export function headerForm(family: unknown): HeaderForm {
  return ChainFamilyName.safeParse(family).success ? CHAIN : CODE;
}

const NAME = {
  name: 'a name of lowercase letters, digits and hyphens that starts with a letter, at most 63 characters',
  family: `one of: ${[...FamilyName.options, ...ChainFamilyName.options].join(', ')}`,
};

const LIMITS = {
  margin: 'a whole number from 1 to 50',
  target: 'a probability above 0 and below 1, such as 0.95',
  budget: 'a budget such as { usd: 5, calls: 2000, hours: 24 }',
  'budget.usd': 'US dollars, 0 or more',
  'budget.calls': 'a whole number of model calls, 0 or more',
  'budget.hours': 'hours, more than 0',
};

const CODE: HeaderForm = {
  schema: CodeHeader,
  needsProse: true,
  expected: {
    ...NAME,
    entry:
      'the signature of one function, such as "textStats(text: string): TextStats", in Python "text_stats(text: str) -> TextStats"',
    types: 'declarations as text (types: |), at most 20,000 characters',
    examples: 'a list of at most 200 examples, each with call and returns',
    'examples[]': 'an example with call and returns',
    'examples[].call':
      'a call of the entry as text, such as textStats("a bb a"), at most 4,000 characters',
    'examples[].returns': 'the value that the call returns, as JSON can carry it',
    laws: 'a list of at most 50 laws, each with forAll and claim',
    'laws[]': 'a law with forAll and claim',
    'laws[].forAll': 'parameters with their types, such as "xs: number[], n: number"',
    'laws[].claim':
      'an expression that is true for all of them, such as "reverse(reverse(xs)).length === xs.length"',
    acceptance:
      'a file pattern such as acceptance/*.test.ts or acceptance/test_*.py, or a list of them',
    ...LIMITS,
    maxDepth: 'a whole number from 0 to 12',
    cases: 'a whole number from 0 to 12',
    repairs: 'a whole number from 0 to 20',
  },
};

const CHAIN: HeaderForm = {
  schema: ChainSpec,
  needsProse: false,
  expected: { ...NAME, disks: 'a whole number of disks from 1 to 30', ...LIMITS },
};
