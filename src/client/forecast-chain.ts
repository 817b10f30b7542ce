import { promptTokensAtMost } from '../domain/call-limits';
import type { Prospect } from '../domain/forecast';
import type { ChainSpec } from '../schemas/spec';
import { ACCURACY, CHAINS, marginsOf } from './chain-rules';
import { basisOf, type ForecastModel, type ForecastWishes } from './forecast-basis';

/** The prospect of a chain, and what it rests on beyond the model. */
export function chainProspect(
  spec: ChainSpec,
  profile: ForecastModel,
  wishes: ForecastWishes,
): { readonly prospect: Prospect; readonly assumptions: readonly string[] } {
  const family = CHAINS[spec.family];
  const steps = family.stepCount(spec);
  const prompt = family.prompt(family.initialState(spec));
  const { election, adaptive } = marginsOf(spec, wishes, steps);
  const basis = basisOf(profile, wishes, {
    errorRate: profile?.oracle?.errorRate ?? 1 - ACCURACY,
    flagRate: profile?.oracle?.flagRate ?? FLAG_RATE,
    tokens: { prompt: Math.round((promptTokensAtMost(prompt) * 3) / 4), reply: REPLY_TOKENS },
  });
  return {
    prospect: {
      ...basis,
      steps,
      preliminary: { elections: 0, margin: 1 },
      margin: election.margin,
      adaptive,
      firstApart: true,
      depth: steps,
    },
    assumptions: [
      'Every step waits for the one before it.',
      ...(adaptive === undefined ? [] : [MARGIN_FOLLOWS]),
    ],
  };
}

/** Tokens of a reply: the middle of the nine models of arXiv:2511.09030, table 1, which answer with 449 to 1,104. */
const REPLY_TOKENS = 588;
/** About as in the published million steps. */
const FLAG_RATE = 0.03;

const MARGIN_FOLLOWS =
  'The margin follows the votes (--margin fixes it): what is told of it is foreseen from drawn elections, and is that of the last steps.';
