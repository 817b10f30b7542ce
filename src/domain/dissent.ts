import type { ElectionRecord } from '../schemas/certificate';
import { checkedMargin, evidencePerVote, type Race } from './reliability';

/**
 * P(at least `dissent` votes go to others before the right answer is ahead by the margin), in [0, 1]:
 * 1 - Σ k/(k+2w)·C(k+2w, w)·p^(k+w)·(1-p)^w over w < dissent (first passage of a random walk; Feller, volume 1,
 * chapter XIV).
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function dissentAtLeast({ accuracy, margin }: Race, dissent: number): number {
  const k = checkedMargin(margin);
  evidencePerVote(accuracy);
  const pq = accuracy * (1 - accuracy);
  let term = accuracy ** k;
  let below = 0;
  let w = 0;
  const step = (): void => {
    term *= (pq * (k + 2 * w) * (k + 2 * w + 1)) / ((w + 1) * (k + w + 1));
    w += 1;
  };
  while (w < dissent) {
    below += term;
    step();
  }
  if (1 - below > CANCELS) return 1 - below;
  let tail = 0;
  while (term > tail * Number.EPSILON) {
    tail += term;
    step();
  }
  return tail;
}

/** A tail below this is summed term by term: as a difference from 1 it would lose its digits. */
const CANCELS = 1e-6;

/**
 * P(at least as many votes go to others as there are margins before the right answer is ahead), in [0, 1], where the
 * lead that wins is margins[w] as long as w votes have gone to others, and never falls as more do.
 * @throws VotingDiverges when accuracy is 0.5 or less
 */
export function dissentDespite(accuracy: number, margins: readonly number[]): number {
  evidencePerVote(accuracy);
  // One entry for each number of right votes: the probability of having just so many when a vote goes astray.
  let strays: readonly number[] = [1];
  for (const [astray, margin] of margins.entries()) {
    const next: number[] = [];
    let here = 0;
    for (let right = 0; right < astray + checkedMargin(margin); right += 1) {
      here = here * accuracy + (strays[right] ?? 0);
      next.push(here * (1 - accuracy));
    }
    strays = next;
  }
  return strays.reduce((sum, share) => sum + share, 0);
}

/**
 * How many of the elections on steps went on longer than independent errors at this rate allow for, by more than chance
 * explains in 999 of 1000 runs: so many steps, the hardest, are harder than the rest.
 */
export function countHarderSteps(steps: readonly ElectionRecord[], errorRate: number): number {
  if (errorRate >= 0.5) return 0;
  const accuracy = 1 - errorRate;
  const levels = new Set(steps.map(dissentOf));
  let harder = 0;
  for (const level of levels) {
    if (level === 0) continue;
    let observed = 0;
    let expected = 0;
    for (const alike of byFirstMargin(steps)) {
      const share = expectedShare(alike, accuracy, level);
      for (const election of alike) {
        const { repeats = 1 } = election;
        if (dissentOf(election) >= level) observed += repeats;
        expected += repeats * share;
      }
    }
    harder = Math.max(harder, observed - mostByChance(expected));
  }
  return harder;
}

/** Votes for others than the winner. */
export function dissentOf({ votes, votesForWinner }: ElectionRecord): number {
  return votes - votesForWinner;
}

/** Elections of one margin, or that opened with one where margins followed the votes. */
function byFirstMargin(steps: readonly ElectionRecord[]): readonly (readonly ElectionRecord[])[] {
  const groups = new Map<string, ElectionRecord[]>();
  for (const election of steps) {
    const key = election.opened === undefined ? `${election.margin}` : `from ${election.opened}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [election]);
    else group.push(election);
  }
  return [...groups.values()];
}

/**
 * The share of these elections in which so many votes would dissent. Where margins followed the votes, they rose as
 * those elections show that were won with as much dissent: a margin that nobody won with counts as not having risen,
 * so that rather too many steps than too few are found hard.
 */
function expectedShare(alike: readonly ElectionRecord[], accuracy: number, level: number): number {
  const { opened, margin } = alike[0] ?? { margin: 1 };
  if (opened === undefined) return dissentAtLeast({ accuracy, margin }, level);
  const margins = Array.from({ length: level }, (_, dissent) =>
    Math.max(opened, ...alike.filter((each) => dissentOf(each) <= dissent).map(({ lead }) => lead)),
  );
  return dissentDespite(accuracy, margins);
}

/** The number that a count of rare events with this mean exceeds in one run of a thousand (Poisson). */
function mostByChance(mean: number): number {
  const NORMAL_FROM = 500;
  if (mean >= NORMAL_FROM) return Math.ceil(mean + 3.1 * Math.sqrt(mean) + 1);
  let term = Math.exp(-mean);
  let sum = term;
  let n = 0;
  while (sum < 0.999) {
    n += 1;
    term *= mean / n;
    sum += term;
  }
  return n;
}
