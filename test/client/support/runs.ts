import type { LiveTask } from '../../../src/client/live-tree';
import { modelChoice } from '../../../src/client/model-choice';
import type { ElectionRecord } from '../../../src/schemas/certificate';
import { ModelProfile } from '../../../src/schemas/model';
import type { RunStatus } from '../../../src/workflows/messages';

/** The one model of the tests' sessions, and of their runs. */
export const MODEL = ModelProfile.parse({ name: 'm', baseUrl: 'http://127.0.0.1:1/v1' });

export const STARTED = '2026-03-01T10:00:00.000Z';

/** A run that is building, as its root tells it. */
export function runStatus(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    run: 'text-stats-1f09a3c2',
    spec: 'text-stats',
    family: 'typescript',
    models: [modelChoice(MODEL)],
    state: 'running',
    phase: 'building',
    pause: null,
    tasks: {
      waiting: 1,
      sizing: 0,
      planning: 0,
      splitting: 1,
      voting: 1,
      verifying: 0,
      repairing: 0,
      solved: 1,
      stuck: 0,
      discarded: 0,
    },
    spent: { calls: 11, promptTokens: 4_000, completionTokens: 900, costUsd: 0 },
    reserved: 3,
    budget: { usd: 5, calls: 2_000, hours: 24 },
    votes: 9,
    redFlags: 1,
    startedAt: STARTED,
    artifact: null,
    certificate: null,
    failure: null,
    ...changes,
  };
}

/** A leaf for which nothing has happened yet. */
export function task(path: string, changes: Partial<LiveTask> = {}): LiveTask {
  return {
    task: path,
    state: 'waiting',
    isLeaf: true,
    note: '',
    uses: [],
    elections: [],
    election: null,
    calls: 0,
    costUsd: 0,
    live: null,
    retry: null,
    ...changes,
  };
}

/** A code election that was won three to nothing. */
export function elected(taskPath: string, changes: Partial<ElectionRecord> = {}): ElectionRecord {
  return {
    task: taskPath,
    kind: 'code',
    status: 'elected',
    margin: 3,
    lead: 3,
    votes: 3,
    votesForWinner: 3,
    redFlags: {},
    ...changes,
  };
}
