import type { Client } from '@temporalio/client';
import type { Store } from '../activities/ports/store';
import type { Certificate } from '../schemas/certificate';
import { askRun } from './ask-run';
import { RunNotFound } from './errors';
import { fetchResult } from './fetch-result';
import { type ListedRun, listRuns } from './list-runs';
import { createRunHandle, type RunHandle } from './run-handle';
import type { RunStart } from './start-root';
import { startWorkflow } from './start-run';

/** Millwright for programs: starts runs, finds them again, and fetches what they built. */
export interface Millwright {
  /** Starts a run, or attaches to the one of that id, running or ended; `attached` says which. */
  startRun(start: RunStart): Promise<RunHandle & { readonly attached: boolean }>;
  /** @throws RunNotFound when the server knows no such run. */
  attach(run: string): Promise<RunHandle>;
  /** Newest first, at most `limit` (default 100). */
  list(limit?: number): Promise<readonly ListedRun[]>;
  /** Writes an ended run's files and certificate to a folder, atomically; see fetchResult for what it refuses. */
  fetchResult(certificate: Certificate, folder: string): Promise<void>;
}

/** The API on a connected Temporal client and the store that the run's workers use. */
export function createMillwright(client: Client, store: Store): Millwright {
  const attach = async (run: string): Promise<RunHandle> => {
    await askRun(client, run, () => client.workflow.getHandle(run).describe());
    return createRunHandle(client, store, run);
  };
  return {
    startRun: async (start) => {
      const attached = await attach(start.run).then(() => true, ifNotFound);
      if (!attached) await startWorkflow(client, store, start);
      return { ...createRunHandle(client, store, start.run), attached };
    },
    attach,
    list: (limit) => listRuns(client, limit),
    fetchResult: (certificate, folder) => fetchResult(store, certificate, folder),
  };
}

function ifNotFound(error: unknown): false {
  if (error instanceof RunNotFound) return false;
  throw error;
}
