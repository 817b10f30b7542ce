import type { Ambiguity, ElectionRecord } from '../schemas/certificate';
import { outcome, type Election, type ElectionRules } from './election';
import { rank } from './tally';

/** When and how discriminators are asked about the candidates of one election on code. */
export interface DifferenceRules {
  /** Differences that are judged in one election at the most. */
  readonly most: number;
  /** Whether the user is asked where the contract does not say what is right. */
  readonly asksUser: boolean;
}

/**
 * Rules of the election on a difference. What it elects turns answers away, so its winner must be ahead by more votes
 * than one that costs work alone: three discriminators who are right at 90 % each err once in 700 elections.
 */
export const JUDGEMENT: ElectionRules = { margin: 3, maxVotes: 9, maxFlags: 4 };

/** Two candidates that have votes, the one with more of them first. */
export type Pair = readonly [leader: string, other: string];

/**
 * The two candidates to be told apart next: the leader and the first after it that it was not compared with. Null while
 * the votes agree, while answers are in flight that may change who leads, and once the election is decided.
 */
export function pairToJudge(election: Election, judged: readonly Pair[]): Pair | null {
  const [leader, ...others] = rank(election.tally).map(([candidate]) => candidate);
  if (leader === undefined || election.inFlight > 0 || outcome(election).status !== 'open')
    return null;
  const isNew = (other: string): boolean =>
    !judged.some((pair) => pair.includes(leader) && pair.includes(other));
  const other = others.find(isNew);
  return other === undefined ? null : [leader, other];
}

/** Where the contract leaves open what is right, by the last that was said of each call of a task. */
export function ambiguitiesIn(history: readonly ElectionRecord[]): readonly Ambiguity[] {
  const last = new Map<string, Ambiguity | null>();
  for (const { task, difference } of history) {
    if (difference === undefined) continue;
    const { call, outcomes, verdict } = difference;
    last.set(`${task} ${call}`, verdict === 'unsaid' ? { task, call, outcomes } : null);
  }
  return [...last.values()].filter((one) => one !== null);
}
