import type { Spending } from '../domain/ledger';
import type { Certificate, ElectionRecord, Report } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import type { Store } from './ports';

export interface CertifyInput {
  readonly run: string;
  readonly spec: Hash;
  readonly specSha256: Hash;
  readonly status: Certificate['status'];
  readonly elections: readonly ElectionRecord[];
  readonly spending: Spending;
  /** What running the result's tests found; null when there was no result to run. */
  readonly report: Report | null;
  readonly leaves: number;
  readonly artifact: Hash | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export const createCertify = ({ store }: { readonly store: Store }) => ({
  /** Writes the run's proof sheet and keeps it. */
  async certify(input: CertifyInput): Promise<Hash> {
    const { name } = Spec.parse(await store.get(input.spec));
    const { elections, spending, report } = input;
    const none = { passed: 0, failed: 0 };
    return store.put({
      run: input.run,
      spec: { name, sha256: input.specSha256 },
      status: input.status,
      leaves: input.leaves,
      steps: 0,
      elections: {
        elected: elections.filter((e) => e.status === 'elected').length,
        exhausted: elections.filter((e) => e.status !== 'elected').length,
      },
      margin: { min: 0, max: 0 },
      calls: spending.usage.calls,
      lostCalls: spending.lostCalls,
      votes: 0,
      redFlags: { total: 0 },
      promptTokens: 0,
      completionTokens: 0,
      costUsd: 0,
      errorRate: { estimate: 0, low: 0, high: 0 },
      failureBound: 0,
      assumptions: [],
      verification:
        report === null
          ? { examples: none, tests: none, properties: none, acceptance: none }
          : {
              examples: report.examples,
              tests: report.tests,
              properties: report.properties,
              acceptance: report.acceptance,
            },
      artifact: input.artifact,
      startedAt: new Date(input.startedAtMs).toISOString(),
      durationMs: 0,
      history: [],
    });
  },
});
