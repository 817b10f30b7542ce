import type { ElectionRecord } from '../schemas/certificate';

/*
 * Votes of one election that share causes: the probability that a sample gives one particular wrong answer is not the
 * same on every subject, but drawn from a beta distribution with mean e; ρ is the correlation that two votes on one
 * subject have by that. The votes for the winner and for the runner-up are then beta-binomial (Skellam 1948). ρ = 0 is
 * independence: there a wrong answer that has come twice is no likelier to come again.
 */

/**
 * How strongly the errors of these elections are correlated, in [0, 1): 0 unless the same wrong answers recur more often
 * than independent errors explain in 999 of 1000 runs; else the upper end of the interval of ρ, at 95 %. Winners may be the
 * wrong answers: both cases count. Answers of all of whose samples are wrong alike do not show in votes, here or anywhere.
 */
export function correlationOf(history: readonly ElectionRecord[]): number {
  return strengthOf(pairsOf(history), eitherWay);
}

/** Votes on one subject whose right answer is known: those for it, and those for the wrong answer that came most often. */
export interface CheckedVotes {
  readonly right: number;
  readonly wrong: number;
}

/** As `correlationOf`, from votes whose truth is known: here subjects show on which nearly all samples are wrong alike. */
export function correlationOfChecks(subjects: readonly CheckedVotes[]): number {
  const pairs = subjects.map(({ right, wrong }) => ({
    winner: right,
    runnerUp: wrong,
    repeats: 1,
  }));
  return strengthOf(alikeAsOne(pairs), asItStands);
}

/** The probability that this winner is wrong, where errors are correlated: by its votes and the runner-up's. */
export function winnerIsWrongDespite(
  election: ElectionRecord,
  { errorRate, correlation }: { readonly errorRate: number; readonly correlation: number },
): number {
  if (errorRate >= 0.5) return 1;
  const { winner, runnerUp } = pairOf(election);
  const right = logChance(winner, runnerUp, errorRate, correlation);
  const wrong = logChance(runnerUp, winner, errorRate, correlation);
  return 1 / (1 + Math.exp(right - wrong));
}

/** Twice the log likelihood that one more parameter, at the end of its range without effect, gains by chance in 1 of 1000 runs. */
const BEYOND_CHANCE = 9.55;
/** Log likelihood below its maximum at the ends of a 95 % interval. */
const WITHIN_95 = 1.92;

/** Values of ρ that are tried: 0.001 to 0.9, in even steps of its log odds. */
const STRENGTHS = Array.from({ length: 28 }, (_, at) => expit(-6.9 + (9.1 * at) / 27));

interface Pair {
  readonly winner: number;
  readonly runnerUp: number;
  readonly repeats: number;
}

function pairsOf(history: readonly ElectionRecord[]): readonly Pair[] {
  return alikeAsOne(history.filter(({ status }) => status === 'elected').map(pairOf));
}

function alikeAsOne(pairs: readonly Pair[]): readonly Pair[] {
  const merged = new Map<string, Pair>();
  for (const { winner, runnerUp, repeats } of pairs) {
    const key = `${winner} ${runnerUp}`;
    const known = merged.get(key)?.repeats ?? 0;
    merged.set(key, { winner, runnerUp, repeats: known + repeats });
  }
  return [...merged.values()];
}

function pairOf({ votesForWinner, lead, repeats = 1 }: ElectionRecord): Pair {
  return { winner: votesForWinner, runnerUp: votesForWinner - lead, repeats };
}

/** The log probability of one subject's votes, at an error rate and a strength of correlation. */
type Chance = (pair: Pair, errorRate: number, strength: number) => number;

/** The winner is the right answer, or the runner-up is. */
const eitherWay: Chance = ({ winner, runnerUp }, errorRate, strength) => {
  const right = logChance(winner, runnerUp, errorRate, strength);
  const wrong = logChance(runnerUp, winner, errorRate, strength);
  return Math.max(right, wrong) + Math.log1p(Math.exp(-Math.abs(right - wrong)));
};

const asItStands: Chance = ({ winner, runnerUp }, errorRate, strength) =>
  logChance(winner, runnerUp, errorRate, strength);

function strengthOf(pairs: readonly Pair[], chance: Chance): number {
  if (!pairs.some(({ runnerUp }) => runnerUp > 1)) return 0;
  const errorRate = likeliestRate(pairs, chance);
  const fitOf = (strength: number): number => logLikelihood(pairs, chance, errorRate, strength);
  const fits = STRENGTHS.map((strength) => ({ strength, fit: fitOf(strength) }));
  const best = Math.max(...fits.map(({ fit }) => fit));
  if (2 * (best - fitOf(0)) < BEYOND_CHANCE) return 0;
  return Math.max(
    ...fits.filter(({ fit }) => fit > best - WITHIN_95).map(({ strength }) => strength),
  );
}

/**
 * The error rate below 0.5 that explains the elections best if errors are independent. It is kept where they are not: that
 * more subjects are wrong in all of their votes and that errors are more correlated shows in the votes alike.
 */
function likeliestRate(pairs: readonly Pair[], chance: Chance): number {
  const fitAt = (logOdds: number): number => logLikelihood(pairs, chance, expit(logOdds), 0);
  let [low, high] = [-14, 0];
  for (let n = 0; n < 40; n += 1) {
    const third = (high - low) / 3;
    if (fitAt(low + third) < fitAt(high - third)) low += third;
    else high -= third;
  }
  return expit((low + high) / 2);
}

function logLikelihood(
  pairs: readonly Pair[],
  chance: Chance,
  errorRate: number,
  strength: number,
): number {
  return pairs.reduce((sum, pair) => sum + pair.repeats * chance(pair, errorRate, strength), 0);
}

/** Log probability of so many right and wrong votes in their order: an urn to which every vote adds one of its own kind. */
function logChance(right: number, wrong: number, errorRate: number, strength: number): number {
  const odds = strength / (1 - strength);
  let sum = 0;
  for (let n = 0; n < right; n += 1) sum += Math.log(1 - errorRate + n * odds);
  for (let n = 0; n < wrong; n += 1) sum += Math.log(errorRate + n * odds);
  for (let n = 0; n < right + wrong; n += 1) sum -= Math.log1p(n * odds);
  return sum;
}

function expit(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
