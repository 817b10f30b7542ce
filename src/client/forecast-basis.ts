import type { ErrorRate } from '../domain/error-rate';
import type { Prospect } from '../domain/forecast';
import { count, counted, percent } from '../domain/format';
import type { ModelProfile } from '../schemas/model';
import type { Calibration } from './calibration';
import { modelChoice } from './model-choice';
import type { RunWishes } from './rules';

/** What the user says of the model, or what it has shown, where the defaults are not what is known of it. */
export interface ForecastWishes extends RunWishes {
  /** Share of valid votes that are wrong, in [0, 0.5). */
  readonly errorRate?: number;
  /** Share of answers with a red flag, in [0, 1). */
  readonly flagRate?: number;
  /** Milliseconds from a request to its answer. */
  readonly latencyMs?: number;
  /** Takes the place of all assumptions on the model. */
  readonly calibration?: Calibration;
}

/** The model that will be asked; undefined: the local model, of which nothing is configured. */
export type ForecastModel = ModelProfile | undefined;

/** What is known or taken for granted of a model. */
export type Basis = Pick<
  Prospect,
  'accuracy' | 'flagRate' | 'doubt' | 'tokens' | 'price' | 'samplesPerRequest' | 'latencyMs'
>;

/** What a kind of work takes for granted of a model that nobody has measured. */
export type Assumed = Pick<Prospect, 'flagRate' | 'tokens'> & { readonly errorRate: number };

/** What a forecast takes for granted: what was measured, else what the user says, else what is assumed of such work. */
export function basisOf(profile: ForecastModel, wishes: ForecastWishes, assumed: Assumed): Basis {
  const { calibration } = wishes;
  const leastMs = profile?.oracle?.latencyMs === 0 ? ORACLE_MS : 0;
  return {
    price: profile?.price ?? { input: 0, output: 0 },
    samplesPerRequest: samplesOf(profile),
    ...(calibration === undefined
      ? said(wishes, assumed, leastMs)
      : measured(calibration, leastMs)),
  };
}

function samplesOf(profile: ForecastModel): number {
  return profile === undefined ? 1 : (modelChoice(profile).samplesPerRequest ?? 1);
}

type Rates = Omit<Basis, 'price' | 'samplesPerRequest'>;

function said(
  { errorRate, flagRate, latencyMs }: ForecastWishes,
  assumed: Assumed,
  leastMs: number,
): Rates {
  return {
    accuracy: 1 - (errorRate ?? assumed.errorRate),
    flagRate: flagRate ?? assumed.flagRate,
    tokens: assumed.tokens,
    latencyMs: latencyMs ?? (leastMs > 0 ? leastMs : LATENCY_MS),
  };
}

function measured(calibration: Calibration, leastMs: number): Rates {
  const { errorRate, flagRate, correlation, tokens, latencyMs } = calibration;
  return {
    accuracy: 1 - errorRate.estimate,
    flagRate: flagRate.estimate,
    doubt: { errorRate: errorRate.high, flagRate: flagRate.high, correlation },
    tokens,
    latencyMs: Math.max(latencyMs, leastMs),
  };
}

const LATENCY_MS = 2_000;
/** An oracle in the worker answers at once; a step then takes its own work, as measured on 2 cores. */
const ORACLE_MS = 0.13;

/** What the figures of a model rest on, in plain sentences. */
export function basisAssumptions(
  basis: Basis,
  calibration: Calibration | undefined,
): readonly string[] {
  const { tokens, price } = basis;
  return [
    ...(calibration === undefined ? assumedRates(basis) : measuredRates(calibration)),
    `A prompt has ${count(tokens.prompt)} tokens, a reply ${count(tokens.reply)}${calibration === undefined ? '' : ', on average'}.`,
    `An answer comes after ${Number(basis.latencyMs.toPrecision(3))} ms${calibration === undefined ? ' (--latency-ms)' : ''}, and no rate limit holds anything back.`,
    ...(price.input + price.output === 0 ? ['The model has no price, so the cost is 0.'] : []),
  ];
}

function assumedRates({ accuracy, flagRate }: Basis): readonly string[] {
  return [
    `A valid vote is wrong with probability ${percent(1 - accuracy)} (--error-rate), independently of every other. This is assumed: --calibrate measures it.`,
    `A red flag meets ${percent(flagRate)} of the answers (--flag-rate).`,
  ];
}

function measuredRates(calibration: Calibration): readonly string[] {
  const { votes, answers, about, errorRate, flagRate, correlation, stopped } = calibration;
  return [
    `A valid vote is wrong with probability ${withInterval(errorRate)}, measured on ${counted(votes, 'vote')} about ${about}; what is told as the most takes the upper end.`,
    `A red flag meets ${withInterval(flagRate)} of the answers, measured on ${count(answers)}.`,
    correlation === 0
      ? 'The votes on one subject err independently of each other: these answers do not show otherwise, though so few show only what is gross.'
      : `The votes on one subject do not err independently: the same wrong answers came again more often than chance explains in 999 of 1,000 calibrations. Two votes are taken to be correlated by ${percent(correlation)}, the upper end of the 95 % interval, and the forecast claims less for it.`,
    ...(stopped === null ? [] : [`Fewer answers were asked for than wanted: ${stopped}.`]),
  ];
}

function withInterval({ estimate, low, high }: ErrorRate): string {
  return `${percent(estimate)} (95 % interval: ${percent(low)} to ${percent(high)})`;
}
