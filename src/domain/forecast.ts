import type { MarginLimits } from './adaptive-margin';
import { wrongWins } from './correlated-race';
import { expectedVotes } from './expected-votes';
import { runFailure } from './reliability';
import { type Foreseen, foreseeAdaptive } from './simulation/foresee-adaptive';

/** What is known, or assumed, of a run before anything is spent. */
export interface Prospect {
  /** Elections whose winners the result is made of. */
  readonly steps: number;
  /** Elections on the way there, whose winners are no part of it, and the margin of each. */
  readonly preliminary: { readonly elections: number; readonly margin: number };
  /** Calls that are no votes on steps: of verifiers on test cases, of discriminators; absent: none. */
  readonly besideVotes?: { readonly calls: number; readonly rounds: number };
  readonly margin: number;
  /** Where given, the margin is not that but follows the votes. */
  readonly adaptive?: MarginLimits | undefined;
  /** Probability, in (0.5, 1], that a valid vote is right. */
  readonly accuracy: number;
  /** Share of answers with a red flag, in [0, 1). */
  readonly flagRate: number;
  /** What calibration leaves open; absent where the rates are assumed. */
  readonly doubt?: Doubt | undefined;
  /** Tokens of one prompt, and of one reply. */
  readonly tokens: { readonly prompt: number; readonly reply: number };
  /** US dollars per million tokens. */
  readonly price: { readonly input: number; readonly output: number };
  /** Answers that one request can bring. */
  readonly samplesPerRequest: number;
  /** Whether a step's first sample is asked in a request of its own. */
  readonly firstApart: boolean;
  /** Milliseconds from a request to its answer. */
  readonly latencyMs: number;
  /** Elections that can be held one after another only: all steps of a chain, or the depth of a plan. */
  readonly depth: number;
}

/** How much worse than estimated a model may be, by the 95 % intervals of its calibration. */
interface Doubt {
  /** The share of valid votes that are wrong, at most, in [0, 1]. */
  readonly errorRate: number;
  /** The share of answers with a red flag, at most, in [0, 1]. */
  readonly flagRate: number;
  /** The correlation of two votes on one subject, in [0, 1); 0: none was found. */
  readonly correlation: number;
}

/** What a run is expected to take, on average. */
export interface Forecast {
  readonly steps: number;
  /** The margin of every step, or of the last steps where it follows the votes. */
  readonly margin: number;
  /** Probability that every elected answer is right. */
  readonly reliability: number;
  readonly failureBound: number;
  /** Valid votes per step. */
  readonly votesPerStep: number;
  /** Paid answers, those with a red flag and those on the way among them. */
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  readonly wallTimeMs: number;
}

/**
 * What the run will take: votes and reliability by the race of two (arXiv:2511.09030, equations 9 to 18), requests and
 * rounds from them. A vote beyond the margin, or in place of a red flag, is taken for a request and a round of its own.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function forecast(prospect: Prospect): Forecast {
  const { steps, preliminary, accuracy, flagRate, price, tokens, latencyMs } = prospect;
  const foreseen = votesOf(prospect);
  const { margin, votesPerStep } = foreseen;
  const errorRate = 1 - accuracy;
  const correlation = prospect.doubt?.correlation ?? 0;
  const failure = failureDespite(prospect, { ...foreseen, errorRate, correlation });
  const preliminaryVotes = expectedVotes({ accuracy, margin: preliminary.margin });
  const answersPerStep = votesPerStep / (1 - flagRate);
  const more = answersPerStep - margin;
  const { besideVotes = { calls: 0, rounds: 0 } } = prospect;
  const onTheWay = preliminary.elections * preliminaryVotes + besideVotes.calls;
  const calls = steps * answersPerStep + onTheWay / (1 - flagRate);
  const saved = steps * (margin - requestsAtFirst({ ...prospect, margin }));
  const promptTokens = (calls - saved) * tokens.prompt;
  const completionTokens = calls * tokens.reply;
  return {
    steps,
    margin,
    reliability: 1 - failure,
    failureBound: boundOf(prospect, foreseen),
    votesPerStep,
    calls: Math.round(calls),
    promptTokens: Math.round(promptTokens),
    completionTokens: Math.round(completionTokens),
    costUsd: (promptTokens * price.input + completionTokens * price.output) / 1_000_000,
    wallTimeMs: prospect.depth * (1 + more + besideVotes.rounds) * latencyMs,
  };
}

/** The same run if the model is as bad as its calibration allows; null where voting might then never end. */
export function forecastAtWorst(prospect: Prospect): Forecast | null {
  const { doubt } = prospect;
  if (doubt === undefined || !(doubt.errorRate < 0.5 && doubt.flagRate < 1)) return null;
  return forecast({ ...prospect, accuracy: 1 - doubt.errorRate, flagRate: doubt.flagRate });
}

/** An upper bound, in [0, 1], on the probability that any winner is wrong: at the end of what calibration leaves open. */
function boundOf(prospect: Prospect, { failure, margin }: Foreseen): number {
  const { doubt } = prospect;
  if (doubt === undefined) return failure;
  if (!(doubt.errorRate < 0.5)) return 1;
  const worse = votesOf({ ...prospect, accuracy: 1 - doubt.errorRate });
  return failureDespite(prospect, { ...doubt, failure: worse.failure, margin });
}

/** The probability that any winner is wrong, at most 1: the larger of that by independent votes and by correlated ones. */
function failureDespite(
  { steps }: Prospect,
  given: Pick<Foreseen, 'failure' | 'margin'> & Omit<Doubt, 'flagRate'>,
): number {
  if (given.correlation === 0) return given.failure;
  return Math.max(given.failure, -Math.expm1(steps * Math.log1p(-wrongWins(given))));
}

function votesOf({ steps, margin, accuracy, adaptive: limits }: Prospect): Foreseen {
  if (limits !== undefined) return foreseeAdaptive({ accuracy, steps, limits });
  const votesPerStep = expectedVotes({ accuracy, margin });
  return { votesPerStep, margin, failure: runFailure({ accuracy, margin, steps }) };
}

/** Requests that bring a step's first `margin` answers. */
function requestsAtFirst({ margin, samplesPerRequest, firstApart }: Prospect): number {
  if (!firstApart) return Math.ceil(margin / samplesPerRequest);
  return 1 + Math.ceil((margin - 1) / samplesPerRequest);
}
