import type { Certificate } from '../../../src/schemas/certificate';

/** The certificate of a run that went well. */
export function certificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    run: 'text-stats-1f09a3c2',
    spec: { name: 'text-stats', sha256: 'a'.repeat(64) },
    status: 'done',
    leaves: 4,
    steps: 9,
    elections: { elected: 9, exhausted: 0 },
    margin: { min: 2, max: 3 },
    calls: 41,
    lostCalls: 0,
    votes: 36,
    redFlags: { total: 5, malformed: 5 },
    promptTokens: 18_201,
    completionTokens: 2_301,
    costUsd: 0,
    errorRate: { estimate: 0.083, low: 0.018, high: 0.22 },
    failureBound: 0.0234,
    assumptions: ['votes are independent'],
    verification: {
      examples: { passed: 4, failed: 0 },
      tests: { passed: 12, failed: 0 },
      properties: { passed: 0, failed: 0 },
      acceptance: { passed: 0, failed: 0 },
    },
    artifact: 'b'.repeat(64),
    startedAt: '2026-03-01T10:00:00.000Z',
    durationMs: 245_000,
    history: [],
    ...changes,
  };
}
