/*
 * What a margin buys, after Meyerson et al. 2025 (arXiv:2511.09030, section 3.2), in the paper's symbols: accuracy p
 * of one vote on one step, margin k, s steps in all, m steps decided by one subject. It rests on votes that err
 * independently, and on the worst case that all wrong ones agree: votes then walk between two absorbing walls.
 *
 * Everything is computed from L = ln(p/(1-p)) and with log1p and expm1: the textbook forms lose all their digits
 * where p is near 1/2 or 1, and where s is near 1e15.
 */

/** How one subject is put to the vote. */
export interface Race {
  /** Probability p, in (0.5, 1], that one vote is right about one step. */
  readonly accuracy: number;
  /** Votes k, a whole number of at least 1, by which the winner must be ahead. */
  readonly margin: number;
}

/** How much work has to be right in all. */
export interface Work {
  /** Steps s, in [1, 1e15]. */
  readonly steps: number;
  /** Steps m that one subject decides, in [1, steps]; 1 by default. */
  readonly stepsPerSubject?: number;
}

/** Thrown when votes are right no more often than wrong: then more of them elect the wrong answer more surely. */
export class VotingDiverges extends Error {
  readonly accuracy: number;

  constructor(accuracy: number) {
    super(
      `found an accuracy of ${accuracy}, expected more than 0.5: voting cannot converge at any margin; ` +
        'split the task further or ask another model',
    );
    this.name = 'VotingDiverges';
    this.accuracy = accuracy;
  }
}

/**
 * L = ln(p/(1-p)), the evidence in one vote, in nats; Infinity when p is 1.
 * @throws VotingDiverges when p is 0.5 or less
 * @throws RangeError when p is not a probability
 */
export function evidencePerVote(accuracy: number): number {
  if (!(accuracy >= 0 && accuracy <= 1)) throw outOfRange('accuracy', accuracy, 'in (0.5, 1]');
  if (accuracy <= 0.5) throw new VotingDiverges(accuracy);
  return Math.log1p((2 * accuracy - 1) / (1 - accuracy));
}

/** p_sub = 1/(1+((1-p)/p)^k), in (0.5, 1]: the probability that the right answer wins one subject (equation 9). */
export function subjectReliability(race: Race): number {
  return 1 / (1 + wrongOdds(race));
}

/** 1 - p_sub, in [0, 0.5), with full relative precision down to 1e-308. */
export function subjectFailure(race: Race): number {
  const odds = wrongOdds(race);
  return odds / (1 + odds);
}

/** p_full = p_sub^(s/m), in [0, 1]: the probability that every subject is won by its right answer (equation 13). */
export function runReliability(race: Race & Work): number {
  return Math.exp(logRunReliability(race));
}

/** 1 - p_full, in [0, 1], with full relative precision where it is tiny. */
export function runFailure(race: Race & Work): number {
  return -Math.expm1(logRunReliability(race));
}

/** ln p_full, at most 0: comparable with ln t without cancellation whether t is near 0 or near 1. */
export function logRunReliability(race: Race & Work): number {
  return -subjectsOf(race) * Math.log1p(wrongOdds(race));
}

/**
 * s/m, the number of subjects; not rounded, as in the paper.
 * @throws RangeError when steps or steps per subject are out of range
 */
export function subjectsOf({ steps, stepsPerSubject = 1 }: Work): number {
  if (!(steps >= 1 && steps <= 1e15)) throw outOfRange('number of steps', steps, 'in [1, 1e15]');
  if (!(stepsPerSubject >= 1 && stepsPerSubject <= steps)) {
    throw outOfRange('number of steps per subject', stepsPerSubject, `in [1, ${steps}]`);
  }
  return steps / stepsPerSubject;
}

/**
 * The margin as it is.
 * @throws RangeError when it is no whole number of at least 1
 */
export function checkedMargin(margin: number): number {
  if (Number.isInteger(margin) && margin >= 1) return margin;
  throw outOfRange('margin', margin, 'among 1, 2, 3 …');
}

/** The RangeError of every quantity here: what was found, what was expected. */
export function outOfRange(quantity: string, found: number, expected: string): RangeError {
  return new RangeError(`found ${found} as ${quantity}, expected a number ${expected}`);
}

/** ((1-p)/p)^k: the odds that a winner with this margin is wrong. */
function wrongOdds(race: Race): number {
  return Math.exp(-checkedMargin(race.margin) * evidencePerVote(race.accuracy));
}
