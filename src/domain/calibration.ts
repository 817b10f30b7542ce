import type { RedFlag } from '../schemas/vote';
import type { Reply } from './chain';
import { type CheckedVotes, correlationOfChecks } from './correlation';
import { errorRateOfChecks, errorRateOfElections, type ErrorRate } from './error-rate';

/** What a model answered when it was asked about one subject, before any run. */
export interface ProbedSubject {
  /** The right candidate; null where nobody knows it. */
  readonly right: string | null;
  readonly replies: readonly Reply[];
}

/** What calibration calls show of a model on one kind of subject; the intervals are at 95 %. */
export interface Measured {
  readonly subjects: number;
  readonly answers: number;
  /** Answers without a red flag. */
  readonly votes: number;
  readonly redFlags: Readonly<Partial<Record<RedFlag, number>>>;
  /** Share of valid votes that are wrong. */
  readonly errorRate: ErrorRate;
  /** Share of answers with a red flag. */
  readonly flagRate: ErrorRate;
  /** How strongly errors on one subject are correlated, in [0, 1): 0 unless that is beyond chance. */
  readonly correlation: number;
}

/**
 * The beta posteriors of the error rate and of the red-flag rate. Where the right answers are known, votes are counted
 * against them; where they are not, the rate is that of elections, below 0.5, and errors that are correlated do not show.
 */
export function measure(probed: readonly ProbedSubject[]): Measured {
  const replies = probed.flatMap((subject) => subject.replies);
  const flags = replies.flatMap((reply) => ('redFlag' in reply ? [reply.redFlag] : []));
  const votes = replies.length - flags.length;
  const checked = probed.flatMap(checkedVotes);
  return {
    subjects: probed.length,
    answers: replies.length,
    votes,
    redFlags: countEach(flags),
    errorRate: errorRateOf(probed),
    flagRate: errorRateOfChecks({ right: votes, wrong: flags.length }),
    correlation: correlationOfChecks(checked),
  };
}

function errorRateOf(probed: readonly ProbedSubject[]): ErrorRate {
  if (probed.some(({ right }) => right === null)) {
    const contests = probed.map(({ replies }) => {
      const [most = 0, ...others] = countsOf(replies).map(([, votes]) => votes);
      const rest = others.reduce((sum, votes) => sum + votes, 0);
      return { votes: most + rest, difference: most - rest };
    });
    return errorRateOfElections(contests);
  }
  const all = probed.flatMap(({ right, replies }) =>
    votesOf(replies).map((candidate) => candidate === right),
  );
  const right = all.filter(Boolean).length;
  return errorRateOfChecks({ right, wrong: all.length - right });
}

function checkedVotes({ right, replies }: ProbedSubject): readonly CheckedVotes[] {
  if (right === null) return [];
  const counts = countsOf(replies);
  const [, wrong = 0] = counts.find(([candidate]) => candidate !== right) ?? [];
  return [{ right: votesOf(replies).filter((candidate) => candidate === right).length, wrong }];
}

/** Candidates with their votes, most first. */
function countsOf(replies: readonly Reply[]): readonly (readonly [string, number])[] {
  return Object.entries(countEach(votesOf(replies))).sort(([, a], [, b]) => b - a);
}

function votesOf(replies: readonly Reply[]): readonly string[] {
  return replies.flatMap((reply) => ('candidate' in reply ? [reply.candidate] : []));
}

function countEach<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts) as Record<Name, number>;
}
