import { promptTokensAtMost } from '../domain/call-limits';
import { type Forecast, forecast, type Prospect } from '../domain/forecast';
import { count, percent } from '../domain/format';
import { minimalMargin, shareTarget } from '../domain/margin';
import { LEAST_UNMEASURED } from '../domain/own-votes-margin';
import { expectedLinesOf, sizeContract } from '../domain/sizing';
import type { ModelProfile } from '../schemas/model';
import type { AnySpec, ChainSpec, Spec } from '../schemas/spec';
import { ACCURACY, CHAINS, marginsOf } from './chain-rules';
import { modelChoice } from './model-choice';
import { runRules, type RunWishes } from './rules';

/** What the user says of the model, where the defaults are not what is known of it. */
export interface ForecastWishes extends RunWishes {
  /** Share of valid votes that are wrong, in [0, 0.5). */
  readonly errorRate?: number;
  /** Share of answers with a red flag, in [0, 1). */
  readonly flagRate?: number;
  /** Milliseconds from a request to its answer. */
  readonly latencyMs?: number;
}

/** A forecast with what it rests on. */
export interface SpecForecast extends Forecast {
  /** Functions to be written; null for a chain, whose steps are no functions. */
  readonly leaves: number | null;
  readonly model: string;
  readonly assumptions: readonly string[];
}

/** Forecasts what a spec will take with the first model that may write answers; nothing is asked and nothing spent. */
export function forecastSpec(
  spec: AnySpec,
  models: readonly ModelProfile[],
  wishes: ForecastWishes,
): SpecForecast {
  const profile = models.find(({ roles }) => roles.includes('executor'));
  return spec.family === 'hanoi'
    ? forecastChain(spec, profile, wishes)
    : forecastSoftware(spec, profile, wishes);
}

type Model = ModelProfile | undefined;

/** Tokens of a reply: the middle of the nine models of arXiv:2511.09030, table 1, which answer with 449 to 1,104. */
const CHAIN_REPLY_TOKENS = 588;
const FLAG_RATE = 0.03;
const LATENCY_MS = 2_000;
/** An oracle in the worker answers at once; a step then takes its own work, as measured on 2 cores. */
const ORACLE_MS = 0.13;

function forecastChain(spec: ChainSpec, profile: Model, wishes: ForecastWishes): SpecForecast {
  const family = CHAINS[spec.family];
  const steps = family.stepCount(spec);
  const errorRate = wishes.errorRate ?? profile?.oracle?.errorRate ?? DEFAULT_ERROR.chain;
  const accuracy = 1 - errorRate;
  const prompt = family.prompt(family.initialState(spec));
  const { election, adaptive } = marginsOf(spec, wishes, steps);
  const prospect = {
    ...prospectOf(
      profile,
      wishes,
      profile?.oracle === undefined ? FLAG_RATE : profile.oracle.flagRate,
    ),
    steps,
    preliminary: { elections: 0, margin: 1 },
    margin: election.margin,
    adaptive,
    accuracy,
    tokens: { prompt: Math.round((promptTokensAtMost(prompt) * 3) / 4), reply: CHAIN_REPLY_TOKENS },
    firstApart: true,
    depth: steps,
  };
  return told(prospect, {
    leaves: null,
    profile,
    more: [
      'Every step waits for the one before it.',
      ...(adaptive === undefined
        ? []
        : [
            'The margin follows the votes (--margin fixes it): what is told of it is foreseen from drawn elections, and is that of the last steps.',
          ]),
    ],
  });
}

const DEFAULT_ERROR = { chain: 1 - ACCURACY, code: 0.15 } as const;
/** Tokens of a prompt and a reply of one function, as the example's run had them with the local model. */
const CODE_TOKENS = { prompt: 330, reply: 65 } as const;
/** Lines of code of one leaf in a split task. */
const LINES_PER_LEAF = 10;

function forecastSoftware(spec: Spec, profile: Model, wishes: ForecastWishes): SpecForecast {
  const rules = runRules({
    run: 'forecast',
    spec,
    specSha256: '0'.repeat(64),
    models: [],
    wishes,
    searchable: false,
  });
  const { decision, reason } = sizeContract({
    contract: spec.entry,
    depth: 0,
    maxDepth: rules.maxDepth,
  });
  const lines = expectedLinesOf(spec.entry);
  const leaves = decision === 'leaf' ? 1 : Math.max(2, Math.round(lines / LINES_PER_LEAF)) + 1;
  const accuracy = 1 - (wishes.errorRate ?? DEFAULT_ERROR.code);
  const target = shareTarget(rules.target, leaves);
  const prospect = {
    ...prospectOf(profile, wishes, wishes.flagRate ?? FLAG_RATE),
    steps: leaves,
    preliminary: { elections: leaves === 1 ? 0 : 1, margin: rules.margin ?? 2 },
    margin:
      rules.margin ?? Math.max(LEAST_UNMEASURED, minimalMargin({ accuracy, steps: 1, target })),
    accuracy,
    tokens: CODE_TOKENS,
    samplesPerRequest: 1,
    firstApart: false,
    depth: leaves === 1 ? 1 : 3,
  };
  return told(prospect, {
    leaves,
    profile,
    more: [
      `Leaves are guessed from the contract's text (${reason}); the plan that is elected decides.`,
      'Every vote elects by itself: a task that fails its elections or its tests, and is tried again, is not in this.',
    ],
  });
}

function prospectOf(
  profile: Model,
  wishes: ForecastWishes,
  flagRate: number,
): Pick<Prospect, 'flagRate' | 'price' | 'samplesPerRequest' | 'latencyMs'> {
  const isHere = profile?.oracle?.latencyMs === 0;
  return {
    flagRate: wishes.flagRate ?? flagRate,
    price: profile?.price ?? { input: 0, output: 0 },
    samplesPerRequest: profile === undefined ? 1 : (modelChoice(profile).samplesPerRequest ?? 1),
    latencyMs: wishes.latencyMs ?? (isHere ? ORACLE_MS : LATENCY_MS),
  };
}

function told(
  prospect: Prospect,
  known: {
    readonly leaves: number | null;
    readonly profile: Model;
    readonly more: readonly string[];
  },
): SpecForecast {
  const { accuracy, flagRate, tokens, latencyMs, price } = prospect;
  const isFree = price.input + price.output === 0;
  return {
    ...forecast(prospect),
    leaves: known.leaves,
    model: known.profile?.name ?? 'the local model',
    assumptions: [
      `A valid vote is wrong with probability ${percent(1 - accuracy)} (--error-rate), independently of every other.`,
      `A red flag meets ${percent(flagRate)} of the answers (--flag-rate).`,
      `A prompt has ${count(tokens.prompt)} tokens, a reply ${count(tokens.reply)}.`,
      `An answer comes after ${latencyMs} ms (--latency-ms), and no rate limit holds anything back.`,
      ...(isFree ? ['The model has no price, so the cost is 0.'] : []),
      ...known.more,
    ],
  };
}
