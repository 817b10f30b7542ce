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

/** Characters of a call, and of each outcome, that a record keeps. */
const MOST_KEPT = 120;

/**
 * A difference as a record keeps it: records travel through every history above their election (I5), so that long texts
 * are cut, outcomes to where they differ. The store has them in full, as the subject of the discriminators' question.
 */
export function shortened({
  call,
  outcomes: [one, other],
}: Pick<Ambiguity, 'call' | 'outcomes'>): Pick<Ambiguity, 'call' | 'outcomes'> {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const isLong = Math.max(one.length, other.length) > MOST_KEPT;
  const from = isLong ? Math.max(0, same - MOST_KEPT / 2) : 0;
  return { call: cut(call, 0), outcomes: [cut(one, from), cut(other, from)] };
}

function cut(text: string, from: number): string {
  const rest = from === 0 ? text : `…${text.slice(from + 1)}`;
  const short = rest.length <= MOST_KEPT ? rest : `${rest.slice(0, MOST_KEPT - 1)}…`;
  // Half a character at a cut is no text that every store keeps.
  return short.replace(/^…[\uDC00-\uDFFF]/, '…').replace(/[\uD800-\uDBFF]…$/, '…');
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
