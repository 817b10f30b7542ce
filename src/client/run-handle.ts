import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Store } from '../activities/ports';
import { Certificate } from '../schemas/certificate';
import type { Budget } from '../schemas/spec';
import {
  approveSignal,
  type ModelChoice,
  pauseSignal,
  raiseBudgetSignal,
  rejectSignal,
  resumeSignal,
  type RunStatus,
  statusQuery,
  treeQuery,
} from '../workflows/messages';
import { BrokenArtifact, NobodyAnswers } from './errors';
import { type LiveTree, withLiveElections } from './live-tree';
import { createRootWorkflow, type Delivery } from './root-workflow';
import { reconcile } from './run-status';
import type { RunMemo } from './start-root';

/** One run: questions and messages. Every method throws RunNotFound or NobodyAnswers where they apply. */
export interface RunHandle {
  readonly run: string;
  /** What was noted at the start. */
  memo(): Promise<RunMemo>;
  status(): Promise<RunStatus>;
  /** The tasks, with the tallies and retries of the elections that are going on. */
  tree(): Promise<LiveTree>;
  /** The proof sheet; null until the run has ended. Needs no worker once it has. */
  certificate(): Promise<Certificate | null>;
  /** Starts nothing new until resumed; what is under way is finished and kept. */
  pause(): Promise<Delivery>;
  /** Goes on; with other models, where some are given, for all that is asked from now on. */
  resume(models?: readonly ModelChoice[]): Promise<Delivery>;
  /** Answers the question that is shown now, and no other that waits. */
  approve(): Promise<Delivery>;
  reject(reason: string): Promise<Delivery>;
  /** Sets the budget to at least these figures; a smaller one changes nothing. */
  raiseBudget(budget: Partial<Budget>): Promise<Delivery>;
  /** Ends the run with a certificate of what was spent and found. */
  cancel(): Promise<Delivery>;
}

/** A handle on a run that need not exist: its methods will tell. */
export function createRunHandle(client: Client, store: Store, run: string): RunHandle {
  const root = createRootWorkflow(client, run);
  const status = async (): Promise<RunStatus> => {
    const execution = await root.describe();
    return reconcile(await root.query(statusQuery), execution.status.name);
  };
  return {
    run,
    memo: async () => memoOf(await root.describe()),
    status,
    tree: async () => withLiveElections(client, await root.query(treeQuery)),
    certificate: async () => {
      const completed = (await root.describe()).status.name === 'COMPLETED';
      const { certificate } = completed ? await root.result() : await status();
      return certificate === null ? null : readCertificate(store, certificate);
    },
    pause: () => root.signal(pauseSignal),
    resume: (models) =>
      models === undefined ? root.signal(resumeSignal) : root.signal(resumeSignal, { models }),
    approve: async () => root.signal(approveSignal, ...(await shownQuestion(status))),
    reject: async (reason) => {
      const [shown] = await shownQuestion(status);
      return root.signal(rejectSignal, { reason, ...shown });
    },
    raiseBudget: (budget) => root.signal(raiseBudgetSignal, budget),
    cancel: () => root.cancel(),
  };
}

/** The words of the question that is shown; none where there is none, or where no worker can say it. */
async function shownQuestion(
  status: () => Promise<RunStatus>,
): Promise<readonly [] | readonly [{ readonly question: string }]> {
  try {
    const { pause } = await status();
    return pause?.code === 'approval' ? [{ question: pause.message }] : [];
  } catch (error) {
    if (error instanceof NobodyAnswers) return [];
    throw error;
  }
}

function memoOf({ memo = {} }: WorkflowExecutionDescription): RunMemo {
  const { specSha256, specFile, out } = memo;
  return {
    ...(typeof specSha256 === 'string' ? { specSha256 } : {}),
    ...(typeof specFile === 'string' ? { specFile } : {}),
    ...(typeof out === 'string' ? { out } : {}),
  };
}

async function readCertificate(store: Store, hash: string): Promise<Certificate> {
  const read = Certificate.safeParse(await store.get(hash));
  if (read.success) return read.data;
  throw new BrokenArtifact(`found a certificate that cannot be read at ${hash}`, {
    cause: read.error,
  });
}
