import fc from 'fast-check';
import type { RunFacts } from '../../src/domain/certificate';
import type { ElectionRecord, ElectionSources, Report } from '../../src/schemas/certificate';
import { RedFlag } from '../../src/schemas/vote';

const HASH = 'ab'.repeat(32);

/** Two sources that disagree with the winner in one candidate, and one that gave nothing. */
export const SOURCES: ElectionSources = {
  base: { votes: 4, votesForWinner: 2, redFlags: 1, agreement: { pairs: 1, agreeing: 1 } },
  other: { votes: 2, votesForWinner: 1, redFlags: 0 },
  across: { pairs: 2, agreeing: 0 },
};

const record: fc.Arbitrary<ElectionRecord> = fc
  .record({
    task: fc.constantFrom('top', 'top/words', 'top/longest', 'top/longest@2', 'top@2'),
    kind: fc.constantFrom('size', 'plan', 'code'),
    isElected: fc.boolean(),
    margin: fc.integer({ min: 1, max: 6 }),
    others: fc.integer({ min: 0, max: 9 }),
    redFlags: fc.dictionary(fc.constantFrom(...RedFlag.options), fc.integer({ min: 1, max: 9 })),
    isTold: fc.boolean(),
  })
  .map(({ isElected, others, margin, isTold, ...rest }): ElectionRecord => ({
    ...rest,
    ...(isTold ? { sources: SOURCES } : {}),
    margin,
    status: isElected ? 'elected' : 'exhausted',
    lead: isElected ? margin : margin - 1,
    votes: 2 * others + margin,
    votesForWinner: isElected ? others + margin : 0,
  }));

const checks = fc.record({ passed: fc.nat(20), failed: fc.nat(1) });

/** Runs of every kind, their books in order. */
export const facts: fc.Arbitrary<RunFacts> = fc
  .record({
    status: fc.constantFrom('done', 'failed', 'cancelled'),
    elections: fc.array(record, { maxLength: 12 }),
    moreCalls: fc.nat(50),
    lostCalls: fc.nat(2),
    costUsd: fc.constantFrom(0, 0.0123, 41_900),
    leaves: fc.nat(20),
    report: fc.option(
      fc.record({
        examples: checks,
        tests: checks,
        properties: checks,
        acceptance: checks,
        failures: fc.constant<string[]>([]),
      }),
    ),
    artifact: fc.constantFrom(HASH, null),
    durationMs: fc.nat(1e9),
  })
  .map(({ moreCalls, lostCalls, costUsd, ...rest }): RunFacts => ({
    ...rest,
    run: 'text-stats-1',
    spec: { name: 'text-stats', sha256: HASH },
    spending: {
      usage: {
        calls: answersOf(rest.elections) + moreCalls,
        promptTokens: 5000,
        completionTokens: 700,
        costUsd,
      },
      lostCalls,
    },
    startedAt: '2026-01-02T03:04:05.000Z',
  }));

/** How many answers, red-flagged ones among them, these elections were given. */
export function answersOf(elections: readonly ElectionRecord[]): number {
  const flagged = elections.flatMap(({ redFlags }) => Object.values(redFlags));
  return [...elections.map(({ votes }) => votes), ...flagged].reduce((sum, n) => sum + n, 0);
}

/** An election won by three votes to none. */
export const elected = (task: string, kind: ElectionRecord['kind'] = 'code'): ElectionRecord => ({
  task,
  kind,
  status: 'elected',
  margin: 3,
  lead: 3,
  votes: 3,
  votesForWinner: 3,
  redFlags: {},
});

export const PASSED: Report = {
  examples: { passed: 4, failed: 0 },
  tests: { passed: 9, failed: 0 },
  properties: { passed: 0, failed: 0 },
  acceptance: { passed: 2, failed: 0 },
  failures: [],
};

/** A run of 8 functions that went well. */
export const DONE: RunFacts = {
  run: 'text-stats-1',
  spec: { name: 'text-stats', sha256: HASH },
  status: 'done',
  leaves: 8,
  elections: [
    elected('textStats', 'plan'),
    elected('textStats/split'),
    {
      ...elected('textStats/longest'),
      votes: 5,
      votesForWinner: 4,
      redFlags: { 'too-long': 2, malformed: 1 },
    },
    elected('textStats/frequency'),
    elected('textStats/frequency/count'),
    elected('textStats/frequency/sort'),
    elected('textStats/longest/measure'),
    elected('textStats/longest/compare'),
    elected('textStats'),
  ],
  spending: {
    usage: { calls: 32, promptTokens: 8200, completionTokens: 1400, costUsd: 0.0123 },
    lostCalls: 0,
  },
  report: PASSED,
  artifact: HASH,
  startedAt: '2026-01-02T03:04:05.000Z',
  durationMs: 245_000,
};
