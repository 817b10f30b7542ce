import { minimalMargin, shareTarget } from '../domain/margin';
import { hanoi } from '../families/hanoi';
import type { ChainSpec } from '../schemas/spec';
import type { ChainRules } from '../workflows/messages';
import { fixedMarginOf, targetOf } from './margin-wishes';
import { modelChoice } from './model-choice';
import { type RunWishes, seedFrom } from './rules';
import type { RunStart } from './start-root';

export const CHAINS = { hanoi } as const;

/**
 * The share of valid votes that is taken to be right before any was counted. The best models of arXiv:2511.09030,
 * table 1, err in 0.2 to 0.4 % of them, so 1 % leaves room; --margin is there for others.
 */
export const ACCURACY = 0.99;
/** A step whose votes err more often than that is not for voting: the margin follows its votes no further. */
const LEAST_ACCURACY = 0.7;

/** An election on a step may take this many times its margin in votes, and in red flags, before it counts as stuck. */
const MOST_PER_MARGIN = 10;
/** The same for the largest margin that votes may call for: twice what is to be expected of the least accuracy. */
const MOST_PER_LARGEST = 5;

/** The settings of a chain's run, but for what the server knows. */
export function chainRules({
  spec,
  specSha256,
  models,
  wishes = {},
}: RunStart & { readonly spec: ChainSpec }): Omit<ChainRules, 'searchable'> {
  const family = CHAINS[spec.family];
  const steps = family.stepCount(spec);
  const margins = marginsOf(spec, wishes, steps);
  return {
    family: spec.family,
    steps,
    models: models.map(modelChoice),
    temperature: family.temperature,
    ...margins,
    seed: wishes.seed ?? seedFrom(specSha256),
  };
}

/** The margins of a chain's steps: as fixed by the user, else as the votes call for. */
export function marginsOf(
  spec: Pick<ChainSpec, 'margin' | 'target'>,
  wishes: RunWishes,
  steps: number,
): Pick<ChainRules, 'election' | 'adaptive'> {
  const target = targetOf(spec, wishes);
  const fixed = fixedMarginOf(spec, wishes);
  const margin = fixed ?? minimalMargin({ steps, target, accuracy: ACCURACY });
  const some = Math.max(20, MOST_PER_MARGIN * margin);
  if (fixed !== null) return { election: { margin, maxVotes: some, maxFlags: some } };
  const most = minimalMargin({ steps, target, accuracy: LEAST_ACCURACY });
  return {
    election: { margin, maxVotes: Math.max(some, MOST_PER_LARGEST * most), maxFlags: some },
    adaptive: { failure: 1 - shareTarget(target, steps), most: Math.max(2, most) },
  };
}
