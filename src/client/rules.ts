import { LEAST_UNMEASURED } from '../domain/own-votes-margin';
import type { Hash } from '../schemas/hash';
import type { ModelProfile } from '../schemas/model';
import type { AnySpec, Budget, Spec } from '../schemas/spec';
import type { RunRules } from '../workflows/messages';
import { fixedMarginOf, type MarginWishes, targetOf } from './margin-wishes';
import { modelChoice } from './model-choice';

/** What the user said on the command line or in code; it wins over the spec, and the spec over the defaults. */
export interface RunWishes extends MarginWishes {
  readonly budget?: Partial<Budget>;
  /** Unsigned 31-bit start of all pseudo-random choices; default: from the spec's hash. */
  readonly seed?: number;
}

export interface RulesInput {
  readonly run: string;
  readonly spec: Spec;
  readonly specSha256: Hash;
  readonly models: readonly ModelProfile[];
  readonly wishes: RunWishes;
  readonly searchable: boolean;
  /** Whether the user is asked where a contract does not say what is right; default false. */
  readonly asksUser?: boolean;
}

/** The settings that every task of the run will share. */
export function runRules({
  run,
  spec,
  specSha256,
  models,
  wishes,
  searchable,
  asksUser = false,
}: RulesInput): RunRules {
  return {
    run,
    family: spec.family,
    models: models.map(modelChoice),
    margin: fixedMarginOf(spec, wishes),
    target: targetOf(spec, wishes),
    accuracy: DEFAULTS.accuracy,
    maxDepth: spec.maxDepth ?? DEFAULTS.maxDepth,
    maxVotes: DEFAULTS.maxVotes,
    maxFlags: DEFAULTS.maxFlags,
    maxPlans: DEFAULTS.maxPlans,
    seed: wishes.seed ?? seedFrom(specSha256),
    searchable,
    diversity: DIVERSITY,
    adaptive: true,
    leastUnmeasured: LEAST_UNMEASURED,
    verification: true,
    repairs: spec.repairs ?? DEFAULTS.repairs,
    differences: { most: DEFAULTS.differences, asksUser },
    preparation: true,
    ...casesRules(spec),
  };
}

/** Who says in the spec how many cases are wanted gets them, whatever examples there are; who wants none is spared verifiers' calls. */
function casesRules({ cases }: Spec): Pick<RunRules, 'cases' | 'confirmation'> {
  if (cases === 0) return {};
  const { count, enoughExamples } = DEFAULTS.cases;
  return {
    confirmation: DEFAULTS.confirmation,
    cases: cases === undefined ? { count, enoughExamples } : { count: cases, enoughExamples: null },
  };
}

/** The budget figure by figure: the user's wish, else the spec's, else the configured default. */
export function runBudget(
  wished: Partial<Budget> | undefined,
  spec: Pick<AnySpec, 'budget'>,
  configured: Budget,
): Budget {
  const pick = (figure: keyof Budget): number =>
    wished?.[figure] ?? spec.budget?.[figure] ?? configured[figure];
  return { usd: pick('usd'), calls: pick('calls'), hours: pick('hours') };
}

/** Which share of an election's samples each source gives. */
export const DIVERSITY = { base: 0.3, varied: 0.3, other: 0.4 } as const;

const DEFAULTS = {
  accuracy: 0.85,
  maxDepth: 3,
  maxVotes: 20,
  maxFlags: 12,
  maxPlans: 2,
  repairs: 2,
  differences: 3,
  cases: { count: 8, enoughExamples: 3 },
  confirmation: { most: 4, leastCases: 4, rounds: 2, witness: true },
} as const;

/** A seed that the spec's file determines. */
export function seedFrom(sha256: Hash): number {
  return Number.parseInt(sha256.slice(0, 8), 16) & 0x7fffffff;
}
