import { AGREEMENT } from '../domain/agreement';
import { CONFIRMERS } from '../domain/confirmation';
import { JUDGEMENT } from '../domain/differences';
import type { Prospect } from '../domain/forecast';
import { minimalMargin, shareTarget } from '../domain/margin';
import { LEAST_UNMEASURED } from '../domain/own-votes-margin';
import { expectedLinesOf, sizeContract } from '../domain/sizing';
import type { Spec } from '../schemas/spec';
import { basisOf, type ForecastModel, type ForecastWishes } from './forecast-basis';
import { runRules } from './rules';

/** The prospect of software, how many functions it is guessed to be, and what that rests on beyond the model. */
export function softwareProspect(
  spec: Spec,
  profile: ForecastModel,
  wishes: ForecastWishes,
): {
  readonly prospect: Prospect;
  readonly leaves: number;
  readonly assumptions: readonly string[];
} {
  const { margin, target, maxDepth, cases, confirmation } = rulesOf(spec, wishes);
  const { leaves, reason } = guessLeaves(spec, maxDepth);
  const basis = basisOf(profile, wishes, ASSUMED);
  const { accuracy } = basis;
  const share = shareTarget(target, leaves);
  const fitting = () =>
    Math.max(LEAST_UNMEASURED, minimalMargin({ accuracy, steps: 1, target: share }));
  const lead = margin ?? fitting();
  const beside = callsBesideVotes(spec, { leaves, cases, confirmation, accuracy, lead });
  const prospect = {
    ...basis,
    besideVotes: beside,
    steps: leaves,
    preliminary: { elections: leaves === 1 ? 0 : 1, margin: margin ?? 2 },
    margin: lead,
    samplesPerRequest: 1,
    firstApart: false,
    depth: leaves === 1 ? 1 : 3,
  };
  const assumptions = [
    `Leaves are guessed from the contract's text (${reason}); the plan that is elected decides.`,
    `${Math.round(beside.calls)} of the calls are those of verifiers, who agree on test cases where a contract has few examples and confirm calls of what is elected, of witnesses who write each leaf in a second language, and of discriminators where votes differ.`,
    'Every vote elects by itself: a task that fails its elections or its tests, and is tried again, is not in this.',
  ];
  return { prospect, leaves, assumptions };
}

/** Tokens of a prompt and a reply of one function are as the example's run had them with the local model. */
const ASSUMED = {
  errorRate: 0.15,
  flagRate: 0.03,
  tokens: { prompt: 330, reply: 65 },
} as const;

/**
 * Calls of verifiers and discriminators. Of the contracts only the entry has the spec's examples; verifiers propose once,
 * and answer as often as one dissenter among them calls for; so they do when a winner is confirmed, where cases were agreed on. One witness is asked for each leaf that calls no others. Discriminators are asked where votes differ before the lead.
 */
function callsBesideVotes(
  { entry }: Spec,
  given: {
    readonly cases: ReturnType<typeof runRules>['cases'] | undefined;
    readonly confirmation: ReturnType<typeof runRules>['confirmation'] | undefined;
    readonly leaves: number;
    readonly accuracy: number;
    readonly lead: number;
  },
): NonNullable<Prospect['besideVotes']> {
  const { leaves, accuracy, lead, cases, confirmation } = given;
  const enough = cases?.enoughExamples ?? Infinity;
  const isStatedEnough = entry.examples.length >= enough;
  const contracts = cases === undefined ? 0 : leaves - (isStatedEnough ? 1 : 0);
  const differing = 1 - accuracy ** lead - (1 - accuracy) ** lead;
  const confirmed = confirmation === undefined ? 0 : contracts;
  // Code that calls the others has none.
  const witnesses = confirmation?.witness === true ? Math.max(1, leaves - 1) : 0;
  return {
    calls:
      contracts * (1 + AGREEMENT.most) +
      confirmed * (CONFIRMERS + 1) +
      witnesses +
      leaves * differing * JUDGEMENT.margin,
    rounds: (contracts > 0 ? 2 : 0) + (confirmed > 0 ? 1 : 0) + (witnesses > 0 ? 1 : 0) + differing,
  };
}

/** Lines of code of one leaf in a split task. */
const LINES_PER_LEAF = 10;

function guessLeaves(
  { entry }: Spec,
  maxDepth: number,
): { readonly leaves: number; readonly reason: string } {
  const { decision, reason } = sizeContract({ contract: entry, depth: 0, maxDepth });
  const parts = Math.max(2, Math.round(expectedLinesOf(entry) / LINES_PER_LEAF));
  return { leaves: decision === 'leaf' ? 1 : parts + 1, reason };
}

function rulesOf(spec: Spec, wishes: ForecastWishes): ReturnType<typeof runRules> {
  return runRules({
    run: 'forecast',
    spec,
    specSha256: '0'.repeat(64),
    models: [],
    wishes,
    searchable: false,
  });
}
