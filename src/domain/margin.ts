import {
  checkedMargin,
  evidencePerVote,
  logRunReliability,
  outOfRange,
  type Race,
  subjectsOf,
  type Work,
} from './reliability';

/** Relative error allowed in ln t: without it a target that a margin meets exactly would cost one vote more. */
const ROUNDING = 1e-12;

/**
 * The smallest margin with which the whole work is right with probability `target` or more, at least 1
 * (equation 14): k = ⌈ln(t^(-m/s) - 1) / ln((1-p)/p)⌉.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function minimalMargin(
  wanted: Work & { readonly accuracy: number; readonly target: number },
): number {
  const needed = evidenceNeeded(wanted) / evidencePerVote(wanted.accuracy);
  const meets = (margin: number): boolean =>
    logRunReliability({ ...wanted, margin }) >= Math.log(wanted.target) * (1 + ROUNDING);
  const margin = Math.max(1, Math.ceil(needed));
  if (!meets(margin)) return margin + 1;
  return margin > 1 && meets(margin - 1) ? margin - 1 : margin;
}

/**
 * The accuracy p of one vote from which on the margin meets the target: equation 14 solved for p. It is never below
 * 0.5, which itself is not enough, as voting diverges there.
 */
export function accuracyNeeded(
  wanted: Work & { readonly margin: number; readonly target: number },
): number {
  const evidence = evidenceNeeded(wanted) / checkedMargin(wanted.margin);
  return Math.max(0.5, 1 / (1 + Math.exp(-evidence)));
}

/**
 * The most steps that are all right with probability `target` or more: equation 14 solved for s, a whole number.
 * 0 when not even one subject meets the target; capped at 1e15, up to where the arithmetic is tested.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function stepsPossible({
  target,
  stepsPerSubject = 1,
  ...race
}: Race & { readonly target: number; readonly stepsPerSubject?: number }): number {
  const perSubject = -logRunReliability({ ...race, steps: 1 });
  const subjects = -logOf(target) / perSubject;
  if (subjects < 1) return 0;
  return Math.min(1e15, Math.floor(subjects * stepsPerSubject));
}

/**
 * t^(1/parts): the target for each of `parts` subjects such that together they meet `target`. In (0, 1): where the
 * exact value would round to 1 it is the largest number below, so pass the number of steps to `minimalMargin`
 * instead of sharing among more than about 1e14.
 */
export function shareTarget(target: number, parts: number): number {
  if (!(parts >= 1)) throw outOfRange('number of parts', parts, 'of at least 1');
  return Math.min(Math.exp(logOf(target) / parts), 1 - Number.EPSILON / 2);
}

/** -ln(t^(-m/s) - 1), in nats: what k·L must reach. */
function evidenceNeeded(wanted: Work & { readonly target: number }): number {
  return -Math.log(Math.expm1(-logOf(wanted.target) / subjectsOf(wanted)));
}

function logOf(target: number): number {
  if (!(target > 0 && target < 1)) throw outOfRange('target', target, 'in (0, 1)');
  return Math.log(target);
}
