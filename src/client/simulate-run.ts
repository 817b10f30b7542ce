import {
  averagesOf,
  type Difficulty,
  evenDifficulty,
  hardSteps,
  publishedDifficulty,
} from '../domain/difficulty';
import { expectedFigures } from '../domain/simulation/expected-figures';
import { basisOf, type Figures, type Scenario } from '../domain/simulation/scenario';
import { BRIEF, simulate, type Simulated, THOROUGH } from '../domain/simulation/simulate';
import { assumptionsOf } from './simulation-assumptions';

/** How hard steps are beside each other: all alike, as in the published run, or some with an error rate of their own. */
export type DifficultyWish =
  'even' | 'published' | { readonly share: number; readonly hardErrorRate: number };

/** What the user said of a run to be simulated; see the command's help for units and defaults. */
export interface SimulationWishes {
  readonly steps: number;
  readonly errorRate: number;
  readonly flagRate?: number;
  readonly margin?: number;
  readonly target?: number;
  readonly difficulty?: DifficultyWish;
  readonly priceIn?: number;
  readonly priceOut?: number;
  readonly promptTokens?: number;
  readonly outputTokens?: number;
  readonly costPerCall?: number;
  readonly latencyMs?: number;
  readonly callsPerMinute?: number;
  readonly chains?: number;
  readonly workers?: number;
  readonly votesPerSecond?: number;
  readonly crashesPerDay?: number;
  readonly seed?: number;
}

/** A run by the formulas and as it came out. */
export interface Outlook extends Figures {
  readonly simulated: Simulated;
}

/** The run asked for, what its figures rest on, and the same run at every decade from 1e3 to 1e9 steps. */
export interface Simulation extends Outlook {
  readonly assumptions: readonly string[];
  readonly growth: readonly Outlook[];
}

/**
 * Computes and simulates a run; asks no model and needs no server. Equal wishes give equal figures.
 * @throws RangeError for wishes that cannot be simulated together
 */
export function simulateRun(wishes: SimulationWishes): Simulation {
  const scenario = scenarioOf(wishes);
  const largest = Math.max(scenario.steps, ...DECADES);
  const { margin } = basisOf({ ...scenario, steps: largest });
  if (margin > MOST_MARGIN) {
    throw new RangeError(
      `--error-rate: found ${wishes.errorRate}, for which ${largest} steps need a margin of ${margin}, expected one that ` +
        `needs at most ${MOST_MARGIN}; split the task further, ask another model, or set --margin`,
    );
  }
  const outlook = (steps: number, effort: typeof BRIEF): Outlook => {
    const sized = { ...scenario, steps };
    return { ...expectedFigures(sized), simulated: simulate(sized, wishes.seed ?? 0, effort) };
  };
  const asked = outlook(scenario.steps, THOROUGH);
  return {
    ...asked,
    assumptions: assumptionsOf(scenario, asked.simulated),
    growth: DECADES.map((steps) => outlook(steps, BRIEF)),
  };
}

/** Beyond this margin elections take so many votes that simulating them takes more than minutes. */
const MOST_MARGIN = 120;
const DECADES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

const DEFAULTS = {
  flagRate: 0,
  target: 0.95,
  difficulty: 'even',
  priceIn: 0,
  priceOut: 0,
  promptTokens: 590,
  outputTokens: 588,
  latencyMs: 2_000,
  callsPerMinute: Infinity,
  workers: 1,
  votesPerSecond: 500,
  chains: 1,
  crashesPerDay: 0,
} as const;

function scenarioOf(wishes: SimulationWishes): Scenario {
  const known = { ...DEFAULTS, ...wishes };
  const { steps, target, latencyMs, workers, chains, crashesPerDay } = known;
  const tokensUsd =
    (known.priceIn * known.promptTokens + known.priceOut * known.outputTokens) / 1_000_000;
  return {
    steps,
    difficulty: difficultyOf(known),
    margin: wishes.margin ?? null,
    target,
    costPerCallUsd: wishes.costPerCall ?? tokensUsd,
    site: {
      latencyMs,
      callsPerMinute: positive('--calls-per-minute', known.callsPerMinute),
      workers,
      votesPerSecond: positive('--votes-per-second', known.votesPerSecond),
      chains,
      crashesPerDay,
      recoveryMs: 5_000,
      checkpointMs: 1_000,
    },
  };
}

type WishedDifficulty = Required<Pick<SimulationWishes, 'errorRate' | 'flagRate' | 'difficulty'>>;

function difficultyOf(wishes: WishedDifficulty): Difficulty {
  try {
    return bearable(spread(wishes), wishes);
  } catch (error) {
    if (error instanceof RangeError)
      throw new RangeError(`--difficulty: ${error.message}`, { cause: error });
    throw error;
  }
}

function spread({ errorRate, flagRate, difficulty }: WishedDifficulty): Difficulty {
  const averages = { errorRate, flagRate };
  if (difficulty === 'even') return evenDifficulty(averages);
  if (difficulty === 'published') return publishedDifficulty(averages);
  return hardSteps({ ...averages, ...difficulty });
}

/** @throws RangeError where the averages ask more of the hardest steps than can be */
function bearable(found: Difficulty, { flagRate }: WishedDifficulty): Difficulty {
  const hardest = Math.max(...found.map((step) => step.errorRate));
  if (hardest <= 1 && found.every((step) => step.flagRate < 1)) return found;
  throw new RangeError(
    `found errors or red flags on every answer to the hardest steps at these averages, ` +
      `${averagesOf(found).errorRate} and ${flagRate}, expected less; lower --error-rate or --flag-rate`,
  );
}

function positive(option: string, found: number): number {
  if (found > 0) return found;
  throw new RangeError(`${option}: found ${found}, expected more than 0; leave it out or raise it`);
}
