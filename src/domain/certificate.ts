import type { Certificate, ElectionRecord, Report } from '../schemas/certificate';
import type { SwarmSummary } from '../schemas/verification';
import { assumptionsOf, failedOf } from './assumptions';
import { ambiguitiesIn } from './differences';
import {
  countElections,
  decidesResult,
  differencesBound,
  errorRatesOf,
  failureBound,
  measuredErrorRate,
  reliedOn,
} from './failure-bound';
import type { Spending } from './ledger';
import { sumSources } from './sources';
import { uncertainParts } from './uncertain-parts';

export { renderCertificate } from './certificate-text';

/** All that is known of a run that has ended. */
export interface RunFacts {
  readonly run: string;
  readonly spec: Certificate['spec'];
  readonly status: Certificate['status'];
  /** Leaves of which the result is made. */
  readonly leaves: number;
  /** Every election that ended; those of one task in the order in which they were held. */
  readonly elections: readonly ElectionRecord[];
  readonly spending: Spending;
  /** What running the result's checks found; null when there was nothing to run. */
  readonly report: Report | null;
  readonly artifact: Certificate['artifact'];
  /** Wanted probability that every elected answer is right; absent where nothing is said of it. */
  readonly target?: number;
  /** What the verifiers of the result's parts said; absent where none was verified. */
  readonly verifiers?: SwarmSummary;
  /** Paths of the tasks whose parts the result is made of; absent where parts do not say it. */
  readonly tasks?: readonly string[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Thrown by `certify` when the books cannot all be true: no certificate is better than a false one. */
export class FactsDisagree extends Error {
  constructor(found: string, expected: string) {
    super(
      `found ${found}, expected ${expected}: the run's books are wrong, and no certificate is issued`,
    );
    this.name = 'FactsDisagree';
  }
}

/**
 * Draws up a run's proof sheet; equal facts give equal certificates. A run that is not done, or whose result failed a
 * check, is bounded by 1: nothing is claimed of it.
 * @throws FactsDisagree
 */
export function certify(facts: RunFacts): Certificate {
  const { elections: history, spending, report } = facts;
  checkFacts(facts);
  const relied = reliedOn(history, facts.tasks);
  // Cases and differences are evidence for elections: what was not agreed on is no failure, and their leads are no margin.
  const held = history.filter(({ kind }) => kind !== 'cases' && kind !== 'difference');
  const errorRate = rounded(measuredErrorRate(history));
  const verification = checksOf(report, facts.verifiers);
  const isRefuted = facts.status !== 'done' || failedOf(verification) > 0;
  const unspoken: Omit<Certificate, 'assumptions'> = {
    run: facts.run,
    spec: facts.spec,
    status: facts.status,
    leaves: facts.leaves,
    steps: countElections(relied),
    elections: {
      elected: countElections(held.filter(({ status }) => status === 'elected')),
      exhausted: countElections(held.filter(({ status }) => status === 'exhausted')),
    },
    margin: rangeOf(held),
    calls: spending.usage.calls,
    lostCalls: spending.lostCalls,
    votes: votesOf(history),
    redFlags: redFlagsOf(history),
    promptTokens: spending.usage.promptTokens,
    completionTokens: spending.usage.completionTokens,
    costUsd: spending.usage.costUsd,
    errorRate,
    errorRates: ratesOf(history),
    ...sourcesOf(history),
    failureBound: isRefuted ? 1 : fiveDigits(boundOf(history, relied)),
    verification,
    ...(report?.acceptanceHost === undefined ? {} : { acceptanceHost: report.acceptanceHost }),
    ...whereKnown(facts, relied),
    ...repairsOf(history),
    artifact: facts.artifact,
    startedAt: facts.startedAt,
    durationMs: facts.durationMs,
    history: [...history],
  };
  return { ...unspoken, assumptions: [...assumptionsOf(unspoken, relied)] };
}

/** The odds that a winner is wrong, or an outcome that discriminators elected on the way to it. */
function boundOf(history: readonly ElectionRecord[], relied: readonly ElectionRecord[]): number {
  const { high } = rounded(measuredErrorRate(history));
  return Math.min(1, failureBound(relied, high) + differencesBound(history, relied));
}

function checkFacts({ elections, spending: { usage } }: RunFacts): void {
  const votes = votesOf(elections);
  const flagged = redFlagsOf(elections).total;
  if (usage.calls < votes + flagged) {
    throw new FactsDisagree(
      `${usage.calls} calls for ${votes} votes and ${flagged} red-flagged answers`,
      'at least one call for each (I3)',
    );
  }
  const early = elections.find(({ status, lead, margin }) => status === 'elected' && lead < margin);
  if (early !== undefined) {
    throw new FactsDisagree(
      `${early.task} elected with a lead of ${early.lead}`,
      `at least its margin of ${early.margin} (I2)`,
    );
  }
}

/** What not every certificate says. */
function whereKnown(
  { elections, target, verifiers }: RunFacts,
  relied: readonly ElectionRecord[],
): Pick<Certificate, 'target' | 'verifiers' | 'ambiguities' | 'uncertain'> {
  const ambiguities = ambiguitiesIn(elections);
  const uncertain = uncertainParts(relied);
  return {
    ...(target === undefined ? {} : { target }),
    ...(verifiers === undefined ? {} : { verifiers }),
    ...(ambiguities.length === 0 ? {} : { ambiguities: [...ambiguities] }),
    ...(uncertain.length === 0 ? {} : { uncertain: [...uncertain] }),
  };
}

function votesOf(history: readonly ElectionRecord[]): number {
  return history.reduce((sum, { votes, repeats = 1 }) => sum + votes * repeats, 0);
}

/** An exhausted election has no winner to tell errors by. */
function sourcesOf(history: readonly ElectionRecord[]): Pick<Certificate, 'sources'> {
  const decided = history.filter((record) => decidesResult(record) && record.status === 'elected');
  const told = decided.flatMap(({ sources }) => sources ?? []);
  return told.length === 0 ? {} : { sources: sumSources(told) };
}

function repairsOf(history: readonly ElectionRecord[]): Pick<Certificate, 'repairs'> {
  const repairs = history.filter(({ replaces }) => replaces !== undefined).length;
  return repairs === 0 ? {} : { repairs };
}

function rangeOf(history: readonly ElectionRecord[]): Certificate['margin'] {
  const min = history.reduce((least, { margin }) => Math.min(least, margin), Infinity);
  const max = history.reduce((most, { margin }) => Math.max(most, margin), 0);
  return { min: Math.min(min, max), max };
}

/** Red flags by reason, in the alphabet's order, with their total. */
function redFlagsOf(history: readonly ElectionRecord[]): Certificate['redFlags'] {
  const counts = new Map<string, number>();
  for (const [reason, count] of history.flatMap(({ redFlags }) => Object.entries(redFlags))) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return { total, ...Object.fromEntries(reasons) };
}

/** The laws that the result's parts were held to count as properties, beside those of the package's own tests. */
function checksOf(
  report: Report | null,
  verifiers: SwarmSummary | undefined,
): Certificate['verification'] {
  const none = { passed: 0, failed: 0 };
  if (report === null) return { examples: none, tests: none, properties: none, acceptance: none };
  const { examples, tests, acceptance } = report;
  const passed = report.properties.passed + (verifiers?.laws ?? 0);
  return { examples, tests, properties: { ...report.properties, passed }, acceptance };
}

function ratesOf(history: readonly ElectionRecord[]): NonNullable<Certificate['errorRates']> {
  const rates = Object.entries(errorRatesOf(history));
  return Object.fromEntries(
    rates.map(([kind, { flagRate, ...rate }]) => [
      kind,
      { ...rounded(rate), flagRate: fiveDigits(flagRate) },
    ]),
  );
}

function rounded({ estimate, low, high }: Certificate['errorRate']): Certificate['errorRate'] {
  return { estimate: fiveDigits(estimate), low: fiveDigits(low), high: fiveDigits(high) };
}

/** As many digits as the posterior is computed to, so that the last ones do not differ between machines. */
function fiveDigits(value: number): number {
  return Number(value.toPrecision(5));
}
