import { representativeOf, type Representative } from '../../domain/representative';
import { noteAnswer, type SourceTallies } from '../../domain/sources';
import type { Hash } from '../../schemas/hash';
import type { RedFlag } from '../../schemas/vote';
import type { Escalation } from '../faults';
import { examineAgain, type Sampled } from './microagent';

/** An answer that was paid for, as it was examined last; those of an election are kept in the order of their arrival. */
export interface PaidAnswer extends Pick<Sampled, 'examined' | 'source' | 'answer' | 'seed'> {
  /** Number of its sample, from 0. */
  readonly index: number;
  /** What it was examined on last. */
  readonly subject: Hash;
}

/** The artifact that stands for each candidate that has votes. */
export function artifactsOf(
  answers: readonly PaidAnswer[],
): ReadonlyMap<string, Representative & { readonly artifact: Hash }> {
  const artifacts = new Map<string, Representative & { readonly artifact: Hash }>();
  for (const { index, examined } of answers) {
    if (examined.status === 'flagged') continue;
    const { candidate, artifact, size } = examined;
    const one = { index, artifact, ...(size === undefined ? {} : { size }) };
    artifacts.set(candidate, representativeOf(artifacts.get(candidate), one));
  }
  return artifacts;
}

/** The artifacts of all other votes than the one elected, each once: those for other candidates first, in the order of their arrival. */
export function votesBeside(elected: Hash, answers: readonly PaidAnswer[]): readonly Hash[] {
  const votes = answers.flatMap(({ examined }) => (examined.status === 'vote' ? [examined] : []));
  const winner = votes.find(({ artifact }) => artifact === elected)?.candidate;
  const others = votes.filter(({ candidate }) => candidate !== winner);
  const fellows = votes.filter(({ candidate }) => candidate === winner);
  const all = new Set([...others, ...fellows].map(({ artifact }) => artifact));
  all.delete(elected);
  return [...all];
}

/** What the answers of each source came to. */
export function sourcesOf(answers: readonly PaidAnswer[]): SourceTallies {
  return answers.reduce<SourceTallies>((tallies, { source, examined }) => {
    const candidate = examined.status === 'vote' ? examined.candidate : null;
    return noteAnswer(tallies, { source, candidate });
  }, {});
}

/** How many contradict a case or a ruling, having been examined with evidence that this subject did not have. */
export function turnedAway(answers: readonly PaidAnswer[], opened: Hash): number {
  return answers.filter(
    ({ subject, examined }) =>
      subject !== opened &&
      examined.status === 'flagged' &&
      examined.redFlag === 'contradicts-case',
  ).length;
}

/** The latest red flag and its detail, for whoever has to do better; '' when there was none. */
export function complaintOf(answers: readonly PaidAnswer[]): string {
  const flagged = answers.flatMap(({ examined }) =>
    examined.status === 'flagged' ? [`${examined.redFlag}: ${examined.detail}`] : [],
  );
  return flagged.at(-1) ?? '';
}

/**
 * The answers as they count on another subject: each vote is examined anew, without asking anybody, and is a vote still
 * or has a red flag now (I1).
 */
export async function countAnew(
  answers: readonly PaidAnswer[],
  subject: Hash,
  { persist }: Pick<Escalation, 'persist'>,
): Promise<{
  readonly answers: readonly PaidAnswer[];
  readonly votes: readonly string[];
  readonly flags: readonly RedFlag[];
}> {
  const again = await Promise.all(
    answers.map((answer) =>
      answer.examined.status === 'vote'
        ? persist(() => examineAgain(answer, subject))
        : Promise.resolve(answer.examined),
    ),
  );
  const counted = answers.map((answer, at) =>
    answer.examined.status === 'vote'
      ? { ...answer, subject, examined: again[at] ?? answer.examined }
      : answer,
  );
  const voted = counted.filter((_, at) => answers[at]?.examined.status === 'vote');
  const votes = voted.flatMap(({ examined }) =>
    examined.status === 'vote' ? [examined.candidate] : [],
  );
  const flags = voted.flatMap(({ examined }) =>
    examined.status === 'flagged' ? [examined.redFlag] : [],
  );
  return { answers: counted, votes, flags };
}
