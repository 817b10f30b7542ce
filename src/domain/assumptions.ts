import type { Certificate, ElectionRecord } from '../schemas/certificate';
import {
  correlationsOf,
  countElections,
  FEW_VOTES,
  harderAmong,
  votesOnResult,
} from './failure-bound';
import { count, counted, percent } from './format';

/** What a certificate's figures rest on and what they leave out, in plain sentences: only those that apply. */
export function assumptionsOf(
  certificate: Omit<Certificate, 'assumptions'>,
  relied: readonly ElectionRecord[],
): readonly string[] {
  return [
    ...boundRestsOn(certificate, relied),
    ...whatWasLeftOut(certificate),
    ...verificationRestsOn(certificate),
    ...costRestsOn(certificate),
  ];
}

/** How many checks failed, of whatever kind. */
export function failedOf(verification: Certificate['verification']): number {
  return Object.values(verification).reduce((sum, { failed }) => sum + failed, 0);
}

function boundRestsOn(
  { status, errorRate, history, verification }: Omit<Certificate, 'assumptions'>,
  relied: readonly ElectionRecord[],
): readonly string[] {
  const failed = failedOf(verification);
  if (status !== 'done')
    return ['The run did not finish, so nothing is claimed of its result: the bound is 100 %.'];
  if (failed > 0)
    return [
      `${counted(failed, 'check')} failed, so the result is known to be wrong: the bound is 100 %.`,
    ];
  if (relied.length === 0)
    return [
      'No election on the result has a winner, so there is nothing to bound: the bound is 100 %.',
    ];
  const votes = votesOnResult(history);
  const elections = countElections(relied);
  const harder = sumOf(harderAmong(relied, errorRate.high).values());
  const byOneVote = countElections(relied.filter(({ lead }) => lead === 1));
  const onCode = relied.some(({ kind }) => kind === 'code');
  const correlation = Math.max(0, ...correlationsOf(relied).values());
  return [
    correlation === 0
      ? 'The votes of one election err independently of each other.'
      : `The votes of one election do not err independently of each other: the same wrong answer recurs more often than chance explains in 999 of 1,000 runs. The bound takes two votes on one subject to be correlated by ${percent(correlation)}, the upper end of the 95 % interval; subjects on which nearly all votes are wrong alike do not show.`,
    'The right answer is the more frequent one on every subject: where a model is wrong more often than right, votes elect its error and their counts do not show it.',
    'At worst all wrong votes of an election agree, so each election counts as a race between two candidates.',
    `The bound takes every vote to be wrong with probability ${percent(errorRate.high)}, the upper end of the 95 % interval, and each winner to be ahead by its final lead.`,
    ...when(
      relied.some(({ opened }) => opened !== undefined),
      'Margins followed the votes, those before and those of the election itself. That weakens no winner: the odds that it is wrong depend on its lead alone, not on what made the voting stop.',
    ),
    ...when(
      harder,
      `Elections whose votes disagreed more than that${onCode ? '' : ', and than chance explains,'} are judged by their own votes: ${count(harder)} of ${count(elections)}.`,
    ),
    ...when(
      history.some(({ replaces }) => replaces !== undefined),
      'Votes for winners that were found to be at fault, and were replaced, count as wrong.',
    ),
    ...when(
      votes < FEW_VOTES,
      `The votes were few, ${count(votes)} in all, so the interval is wide.`,
    ),
    ...when(
      byOneVote,
      `Elections won by a lead of one vote, which says nothing about errors: ${count(byOneVote)} of ${count(elections)}.`,
    ),
    ...when(
      onCode,
      'Two answers count as equal when they behave equally on the examples and generated inputs of their contract; on other inputs they may differ.',
    ),
  ];
}

function whatWasLeftOut({
  elections,
  history,
}: Omit<Certificate, 'assumptions'>): readonly string[] {
  return [
    ...when(
      history.some(({ kind }) => kind === 'size' || kind === 'plan'),
      'Elections on sizes and plans are left out of the bound and of the error rate: a poor choice costs work, while the code made under it is elected by itself.',
    ),
    ...when(
      elections.exhausted,
      `Elections that ended without a winner elected nothing: ${count(elections.exhausted)}. Their votes on the result count towards the error rate.`,
    ),
  ];
}

function verificationRestsOn({
  verification,
  acceptanceHost,
  history,
  ambiguities = [],
}: Omit<Certificate, 'assumptions'>): readonly string[] {
  const { acceptance, examples } = verification;
  return [
    ...when(
      examples.passed + examples.failed,
      "The spec's examples are taken as the truth about what is wanted.",
    ),
    ...when(
      history.some(({ cases }) => (cases?.agreed ?? 0) > 0),
      'Cases that independent microagents agreed on are taken for what the contract says: a misreading that most of them share would turn away right answers.',
    ),
    ...when(
      history.some(({ difference }) => isDecided(difference)),
      'Where answers differed, discriminators elected by the contract which outcome is right, and answers that gave the other were turned away, and count as red flags: a misreading that most of them share would turn away right answers.',
    ),
    ...when(
      ambiguities.length,
      `Where the contract does not say what is right, in ${counted(ambiguities.length, 'call')}, the result does what most answers do: no figure here says that this is wanted.`,
    ),
    ...when(
      history.some(({ kind }) => kind === 'code') && acceptance.passed + acceptance.failed === 0,
      'No acceptance tests were run: beyond the examples, what the prose asks for was judged by the models alone.',
    ),
    ...(acceptanceHost?.instead === undefined
      ? []
      : [
          `The acceptance tests ran in ${acceptanceHost.name}, which stands in for what users run them with and may differ from it: ${acceptanceHost.instead}.`,
        ]),
  ];
}

function costRestsOn({
  calls,
  costUsd,
  lostCalls,
}: Omit<Certificate, 'assumptions'>): readonly string[] {
  return [
    ...when(
      calls > 0 && costUsd === 0,
      'The models that were asked have no price, so the cost is 0 and leaves out your machine.',
    ),
    ...when(
      lostCalls,
      `Calls whose answers were lost in a crash: ${count(lostCalls)}. The provider may have charged for them; the totals leave them out.`,
    ),
  ];
}

function isDecided(difference: ElectionRecord['difference']): boolean {
  return difference?.verdict === 'first' || difference?.verdict === 'second';
}

function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const each of counts) sum += each;
  return sum;
}

function when(applies: number | boolean, sentence: string): readonly string[] {
  return applies === 0 || applies === false ? [] : [sentence];
}
