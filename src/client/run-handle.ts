import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { Store } from '../activities/ports';
import { Certificate } from '../schemas/certificate';
import type { Budget } from '../schemas/spec';
import {
  approveSignal,
  type BuildInput,
  type BuildResult,
  pauseSignal,
  raiseBudgetSignal,
  rejectSignal,
  resumeSignal,
  type RunStatus,
  statusQuery,
  treeQuery,
} from '../workflows/messages';
import { askRun } from './ask-run';
import { BrokenArtifact, RunNotFound } from './errors';
import { type LiveTree, withLiveTallies } from './live-tree';
import { reconcile } from './run-status';
import type { RunMemo } from './start-run';

/** Whether a message reached the run, or came after its end and changed nothing. */
export type Delivery = 'delivered' | 'too-late';

/** One run: questions and messages. Every method throws RunNotFound or NobodyAnswers where they apply. */
export interface RunHandle {
  readonly run: string;
  /** What was noted at the start. */
  memo(): Promise<RunMemo>;
  status(): Promise<RunStatus>;
  /** The tasks, with the live tallies of the elections that are going on. */
  tree(): Promise<LiveTree>;
  /** The proof sheet; null until the run has ended. Needs no worker once it has. */
  certificate(): Promise<Certificate | null>;
  /** Starts nothing new until resumed; what is under way is finished and kept. */
  pause(): Promise<Delivery>;
  resume(): Promise<Delivery>;
  approve(): Promise<Delivery>;
  reject(reason: string): Promise<Delivery>;
  /** Sets the budget to at least these figures; a smaller one changes nothing. */
  raiseBudget(budget: Partial<Budget>): Promise<Delivery>;
  /** Ends the run with a certificate of what was spent and found. */
  cancel(): Promise<Delivery>;
}

type Root = WorkflowHandle<(input: BuildInput) => Promise<BuildResult>>;

/** A handle on a run that need not exist: its methods will tell. */
export function createRunHandle(client: Client, store: Store, run: string): RunHandle {
  const root: Root = client.workflow.getHandle(run);
  const ask = <T>(request: () => Promise<T>): Promise<T> => askRun(client, run, request);
  const describe = (): Promise<WorkflowExecutionDescription> => ask(() => root.describe());
  const deliver = async (message: () => Promise<unknown>): Promise<Delivery> => {
    try {
      await ask(message);
      return 'delivered';
    } catch (error) {
      if (!(error instanceof RunNotFound)) throw error;
      await describe(); // throws again when there is no such run; else it has ended, which is no harm
      return 'too-late';
    }
  };
  const signal = <Args extends unknown[]>(
    definition: SignalDefinition<Args>,
    ...args: Args
  ): Promise<Delivery> => deliver(() => root.signal(definition, ...args));
  const status = async (): Promise<RunStatus> => {
    const execution = await describe();
    return reconcile(await ask(() => root.query(statusQuery)), execution.status.name);
  };
  return {
    run,
    memo: async () => memoOf(await describe()),
    status,
    tree: async () => withLiveTallies(client, await ask(() => root.query(treeQuery))),
    certificate: async () => {
      const completed = (await describe()).status.name === 'COMPLETED';
      const { certificate } = completed ? await ask(() => root.result()) : await status();
      return certificate === null ? null : readCertificate(store, certificate);
    },
    pause: () => signal(pauseSignal),
    resume: () => signal(resumeSignal),
    approve: () => signal(approveSignal),
    reject: (reason) => signal(rejectSignal, { reason }),
    raiseBudget: (budget) => signal(raiseBudgetSignal, budget),
    cancel: async () => {
      // The server takes the request for an ended run too, and does nothing.
      if ((await describe()).status.name !== 'RUNNING') return 'too-late';
      return deliver(() => root.cancel());
    },
  };
}

function memoOf({ memo = {} }: WorkflowExecutionDescription): RunMemo {
  const { specFile, out } = memo;
  return {
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
