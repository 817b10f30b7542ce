import { randomUUID } from 'node:crypto';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Store } from '../activities/ports/store';
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
import { redecomposeUpdate, type RedecompositionAnswer } from '../workflows/redecomposition';
import { BrokenArtifact, NobodyAnswers, TaskRefused } from './errors';
import { type LiveTree, withLiveElections } from './live-tree';
import { nearest } from './nearest';
import { createRootWorkflow, type Delivery, type RootWorkflow } from './root-workflow';
import { hasEnded, reconcile } from './run-status';
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
  /** Answers the question that is shown now, and no other that waits; where none is to be seen, the first that there is, if any. */
  approve(): Promise<Answered>;
  reject(reason: string): Promise<Answered>;
  /** Sets the budget to at least these figures; a smaller one changes nothing. */
  raiseBudget(budget: Partial<Budget>): Promise<Delivery>;
  /**
   * Throws a task's subtree away and has the task split anew, told the reason; null: the run has ended.
   * @throws TaskRefused for a task that the run does not have, or that cannot be thrown away.
   */
  redecompose(task: string, reason?: string): Promise<RedecompositionAnswer | null>;
  /** Ends the run with a certificate of what was spent and found. */
  cancel(): Promise<Delivery>;
}

/** What became of an answer to a question. */
export interface Answered {
  readonly delivery: Delivery;
  /** The question that it answers, in the words that are shown; absent: none is shown, for a fault may hide it, or no worker could say it. */
  readonly question?: string;
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
    approve: async () => {
      const shown = await shownQuestion(status);
      const said = shown.question === undefined ? [] : ([{ question: shown.question }] as const);
      return { ...shown, delivery: await root.signal(approveSignal, ...said) };
    },
    reject: async (reason) => {
      const shown = await shownQuestion(status);
      return { ...shown, delivery: await root.signal(rejectSignal, { reason, ...shown }) };
    },
    raiseBudget: (budget) => root.signal(raiseBudgetSignal, budget),
    redecompose: (task, reason = '') => redecompose(root, task, reason),
    cancel: () => root.cancel(),
  };
}

async function redecompose(
  root: RootWorkflow,
  task: string,
  reason: string,
): Promise<RedecompositionAnswer | null> {
  const { run, state, tasks } = await root.query(treeQuery);
  if (hasEnded(state)) return null;
  const known = tasks.map((each) => each.task);
  const path = pathOf(task, known);
  if (path === undefined) throw new TaskRefused(describeUnknown(run, task, known));
  const answer = await root.update(redecomposeUpdate, { id: randomUUID(), task: path, reason });
  if (answer?.outcome === 'refused') throw new TaskRefused(answer.message);
  return answer;
}

/** A tree shows the ends of paths, which will do where one task alone has it. */
function pathOf(task: string, known: readonly string[]): string | undefined {
  if (known.includes(task)) return task;
  const ending = known.filter((path) => path.endsWith(`/${task}`));
  return ending.length === 1 ? ending[0] : undefined;
}

function describeUnknown(run: string, task: string, known: readonly string[]): string {
  const near = nearest(task, known);
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return `found no task "${task}" in run "${run}", expected the path of one that "millwright tree ${run}" shows, such as ${known[0] ?? 'none yet'}.${meant}`;
}

/** The words of the question that is shown; none where there is none, or where no worker can say it. */
async function shownQuestion(
  status: () => Promise<RunStatus>,
): Promise<Pick<Answered, 'question'>> {
  try {
    const { pause } = await status();
    return pause?.code === 'approval' ? { question: pause.message } : {};
  } catch (error) {
    if (error instanceof NobodyAnswers) return {};
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
