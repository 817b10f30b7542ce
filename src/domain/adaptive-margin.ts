import type { Election } from './election';
import { rank } from './tally';

/**
 * What a run has learned about how its subjects differ: a weight for each error rate that a subject's votes may have.
 * Plain data, so that it can be kept beside a run's progress.
 */
export interface Experience {
  /** Weights of `RATES`, adding up to 1. */
  readonly weights: readonly number[];
  readonly elections: number;
}

/** What an adaptive margin must achieve, and how far it may go for it. */
export interface MarginLimits {
  /** Probability, in (0, 1), with which a winner may be wrong. */
  readonly failure: number;
  /** The largest margin, at least 2: a subject on which the model is no better than chance must not be voted on for ever. */
  readonly most: number;
}

/** What one election, or several that went alike, can teach. */
export interface Lesson {
  readonly votes: number;
  readonly votesForWinner: number;
  /** How many elections went so; 1 by default. Many at once teach a little less than one after another. */
  readonly times?: number;
}

/** Error rates a subject may have: even steps of the log odds from 1e-5 to 0.45. At 0.5 no votes would decide. */
const RATES = Array.from({ length: 32 }, (_, at) => {
  const [from, to] = [Math.log(1e-5), Math.log(0.45 / 0.55)];
  return 1 / (1 + Math.exp(-(from + ((to - from) * at) / 31)));
});

/** Before the first election every error rate is as likely as the next. */
export const NO_EXPERIENCE: Experience = {
  weights: RATES.map(() => 1 / RATES.length),
  elections: 0,
};

/** The least margin: one vote says nothing that another could contradict. */
const LEAST = 2;

/**
 * The lead that wins now: the least, from 2 on, at which the leader is wrong with probability `failure` at most, by
 * what the run has learned and by this election's own votes. Each vote that is not the leader's makes a hard subject
 * likelier and never lowers the margin. What counts are the two top counts and the rest (arXiv:2602.05395); that the
 * wrong votes behind the runner-up agree is taken for granted, as everywhere.
 */
export function marginNeeded(
  experience: Experience,
  votes: { readonly runnerUp: number; readonly rest: number },
  { failure, most }: MarginLimits,
): number {
  let margin = LEAST;
  while (margin < most && leaderIsWrong(experience, { ...votes, margin }) > failure) margin += 1;
  return margin;
}

/** The election with the margin that its votes need now; drive it with the machine of `election.ts` as any other. */
export function adapt(election: Election, experience: Experience, limits: MarginLimits): Election {
  const [, second, ...others] = rank(election.tally);
  const rest = others.reduce((sum, [, votes]) => sum + votes, 0);
  const margin = marginNeeded(experience, { runnerUp: second?.[1] ?? 0, rest }, limits);
  return { ...election, rules: { ...election.rules, margin } };
}

/**
 * What is known after one more election: Newton's recursive estimate of a mixture (Newton 2002), whose weight for each
 * rate moves towards what this election says of its subject. The winner may be wrong: both cases count, as in
 * `errorRateOfElections`.
 */
export function learn(
  { weights, elections }: Experience,
  { votes, votesForWinner, times = 1 }: Lesson,
): Experience {
  const others = votes - votesForWinner;
  const likely = RATES.map((rate, at) => {
    const right = chance(rate, votesForWinner, others);
    return (weights[at] ?? 0) * (right + chance(rate, others, votesForWinner));
  });
  const total = likely.reduce((sum, each) => sum + each, 0);
  if (total === 0) return { weights, elections: elections + times };
  const pace = times / (elections + times + 1);
  return {
    weights: weights.map((weight, at) => (1 - pace) * weight + (pace * (likely[at] ?? 0)) / total),
    elections: elections + times,
  };
}

/** The probability that another candidate than the leader is right, were the leader ahead by the margin. */
function leaderIsWrong(
  { weights }: Experience,
  {
    runnerUp,
    rest,
    margin,
  }: { readonly runnerUp: number; readonly rest: number; readonly margin: number },
): number {
  const leader = runnerUp + margin;
  let [right, wrong] = [0, 0];
  for (const [at, rate] of RATES.entries()) {
    const weight = weights[at] ?? 0;
    right += weight * chance(rate, leader, runnerUp + rest);
    wrong += weight * chance(rate, runnerUp, leader + rest);
    if (rest > 0) wrong += weight * chance(rate, rest, leader + runnerUp);
  }
  return wrong / (right + wrong);
}

/** The probability of these votes in their order, with so many right and so many wrong ones. */
function chance(rate: number, right: number, wrong: number): number {
  return (1 - rate) ** right * rate ** wrong;
}
