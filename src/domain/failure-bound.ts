import type { Certificate, ElectionRecord } from '../schemas/certificate';
import { correlationOf, winnerIsWrongDespite } from './correlation';
import { countHarderSteps, dissentOf } from './dissent';
import { type Contest, errorRateOfElections, type ErrorRate } from './error-rate';
import { subjectFailure } from './reliability';

/**
 * The elections that a finished result rests on: those on steps, all of them, and those on code: of each task that the
 * result is made of the last that has a winner. A wrong size or plan costs work and not correctness. `tasks` are absent in runs that
 * do not know them: then of each task the last election counts, and none of an attempt that a later one replaced.
 */
export function reliedOn(
  history: readonly ElectionRecord[],
  tasks?: readonly string[],
): readonly ElectionRecord[] {
  const steps = history.filter(({ kind, status }) => kind === 'step' && status === 'elected');
  const code = history.filter(({ kind }) => kind === 'code');
  return [...steps, ...(tasks === undefined ? lastingOf(code, history) : madeOf(code, tasks))];
}

function madeOf(
  code: readonly ElectionRecord[],
  tasks: readonly string[],
): readonly ElectionRecord[] {
  const elected = code.filter(({ status }) => status === 'elected');
  const lastOfTask = new Map(elected.map((election) => [election.task, election]));
  return [...new Set(tasks)].flatMap((task) => lastOfTask.get(task) ?? []);
}

function lastingOf(
  code: readonly ElectionRecord[],
  history: readonly ElectionRecord[],
): readonly ElectionRecord[] {
  const latest = new Map<string, number>();
  for (const { parent, attempt } of history.flatMap(({ task }) => attemptsOf(task))) {
    latest.set(parent, Math.max(attempt, latest.get(parent) ?? 1));
  }
  const lastOfTask = new Map(code.map((election) => [election.task, election]));
  return code.filter(
    (election) =>
      election.status === 'elected' &&
      lastOfTask.get(election.task) === election &&
      attemptsOf(election.task).every(({ parent, attempt }) => attempt === latest.get(parent)),
  );
}

/** Whether an election's winner is part of the result, and not only a way to it. */
export function decidesResult({ kind }: ElectionRecord): boolean {
  return kind === 'code' || kind === 'step';
}

/** How many elections these records stand for. */
export function countElections(records: readonly ElectionRecord[]): number {
  return records.reduce((sum, { repeats = 1 }) => sum + repeats, 0);
}

/**
 * The error rate of one vote on the result, by all votes of the run, those of exhausted elections among them. Votes for a
 * winner that was found to be at fault and replaced are known to be wrong.
 */
export function measuredErrorRate(history: readonly ElectionRecord[]): ErrorRate {
  return errorRateOfElections(contestsOf(history.filter(decidesResult)));
}

/** Fewer votes than this leave the error rate's interval so wide that it is not yet a measure. */
export const FEW_VOTES = 30;

/** The upper end of the interval of `measuredErrorRate`; null as long as there are few votes. */
export function errorRateAtMost(history: readonly ElectionRecord[]): number | null {
  return votesOnResult(history) < FEW_VOTES ? null : measuredErrorRate(history).high;
}

/** All votes on what the result is made of, those of exhausted elections among them. */
export function votesOnResult(history: readonly ElectionRecord[]): number {
  return history
    .filter(decidesResult)
    .reduce((sum, { votes, repeats = 1 }) => sum + votes * repeats, 0);
}

/**
 * An upper bound, in [0, 1], on the probability that any of these elections has a wrong winner: the sum of the odds
 * that a walk with each one's final lead went to the wrong wall, at the error rate `high`. 1 when there is no election
 * to rest on. The sum holds however the elections depend on each other. Where the errors of a kind of election prove to
 * be correlated, its winners are judged by that as well, and the worse counts.
 */
export function failureBound(relied: readonly ElectionRecord[], high: number): number {
  if (relied.length === 0) return 1;
  const harder = harderAmong(relied, high);
  const asHard = (election: ElectionRecord): number => harder.get(election) ?? 0;
  const correlations = correlationsOf(relied);
  const sum = relied.reduce((odds, election) => {
    const { repeats = 1, lead } = election;
    const easy = repeats - asHard(election);
    const own = Math.max(high, ownDisagreement(election));
    const independent =
      easy * winnerIsWrong(lead, high) + asHard(election) * winnerIsWrong(lead, own);
    const correlation = correlations.get(election.kind) ?? 0;
    if (correlation === 0) return odds + independent;
    const despite = winnerIsWrongDespite(election, { errorRate: high, correlation });
    return odds + Math.max(independent, repeats * despite);
  }, 0);
  return Math.min(1, sum);
}

/** How strongly errors are correlated, by kind of election: only those kinds in which they are, beyond chance. */
export function correlationsOf(
  relied: readonly ElectionRecord[],
): ReadonlyMap<ElectionRecord['kind'], number> {
  const found = [...new Set(relied.map(({ kind }) => kind))].map(
    (kind) => [kind, correlationOf(relied.filter((election) => election.kind === kind))] as const,
  );
  return new Map(found.filter(([, correlation]) => correlation > 0));
}

/** What the votes of each kind of election show of it: how often one is wrong, and how many answers were no votes. */
export function errorRatesOf(
  history: readonly ElectionRecord[],
): NonNullable<Certificate['errorRates']> {
  const kinds = ['size', 'plan', 'code', 'step'] as const;
  const rates = kinds.flatMap((kind) => {
    const held = history.filter((election) => election.kind === kind);
    const votes = held.reduce((sum, election) => sum + election.votes * (election.repeats ?? 1), 0);
    const flags = held
      .flatMap(({ redFlags }) => Object.values(redFlags))
      .reduce((sum, count) => sum + count, 0);
    if (votes + flags === 0) return [];
    const rate = {
      ...errorRateOfElections(contestsOf(held)),
      flagRate: flags / (votes + flags),
    };
    return [[kind, rate] as const];
  });
  return Object.fromEntries(rates);
}

/**
 * The elections whose own votes disagreed more than the run's error rate allows for, and how many of each record: these
 * are judged by their own votes. On code every election is about something else, and each stands for itself. Steps of a
 * chain are alike, and among many some go long by chance: only those beyond chance count, the longest first.
 */
export function harderAmong(
  relied: readonly ElectionRecord[],
  high: number,
): ReadonlyMap<ElectionRecord, number> {
  const harder = new Map<ElectionRecord, number>();
  for (const election of relied)
    if (election.kind !== 'step' && ownDisagreement(election) > high) harder.set(election, 1);
  const steps = relied.filter(({ kind }) => kind === 'step');
  let left = countHarderSteps(steps, high);
  for (const election of steps.toSorted((a, b) => dissentOf(b) - dissentOf(a))) {
    const count = Math.min(left, election.repeats ?? 1);
    if (count > 0) harder.set(election, count);
    left -= count;
  }
  return harder;
}

/** The probability that a winner with this lead is wrong, where votes err so often; 1 where votes say nothing. */
export function winnerIsWrong(lead: number, errorRate: number): number {
  if (errorRate >= 0.5 || lead < 1) return 1;
  return subjectFailure({ accuracy: 1 - errorRate, margin: lead });
}

function ownDisagreement({ votes, votesForWinner }: ElectionRecord): number {
  return votes === 0 ? 1 : (votes - votesForWinner) / votes;
}

function contestsOf(history: readonly ElectionRecord[]): readonly Contest[] {
  const refuted = refutedIn(history);
  return history.map((election) => {
    const contest = contestOf(election);
    return refuted.has(election) ? { ...contest, wrong: election.votesForWinner } : contest;
  });
}

/** The elections whose winner another one replaced: of the task that this one names, the last before it with a winner. */
function refutedIn(history: readonly ElectionRecord[]): ReadonlySet<ElectionRecord> {
  const lastOfTask = new Map<string, ElectionRecord>();
  const refuted = new Set<ElectionRecord>();
  for (const election of history.filter(({ kind }) => kind === 'code')) {
    const { task, replaces, status } = election;
    const replaced = replaces === undefined ? undefined : lastOfTask.get(replaces);
    if (replaced !== undefined) refuted.add(replaced);
    if (status === 'elected') lastOfTask.set(task, election);
  }
  return refuted;
}

/** An exhausted election has no winner to count for; its lead is the difference if two candidates took all votes. */
function contestOf({ status, votes, votesForWinner, lead, repeats = 1 }: ElectionRecord): Contest {
  return { votes, difference: status === 'elected' ? 2 * votesForWinner - votes : lead, repeats };
}

/** The steps of a task's path, each with the number of the attempt that it belongs to: 'a@2/b' has [2, 1]. */
function attemptsOf(
  task: string,
): readonly { readonly parent: string; readonly attempt: number }[] {
  const steps = task.split('/');
  return steps.map((step, index) => ({
    parent: steps.slice(0, index).join('/'),
    attempt: Number(step.split('@')[1] ?? 1),
  }));
}
