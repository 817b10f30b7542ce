import {
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyActivities,
  startChild,
} from '@temporalio/workflow';
import type { createBookkeeping } from '../../activities/bookkeeping';
import { renewedPath } from '../../domain/task-path';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { mendPackage } from '../task/mend-package';
import { solveTask } from '../task/solve-task';
import type { TaskInput, TaskOutcome } from '../task/task';
import { describeReport, type Build } from './build';

const { openSpec } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** Has the top task solved, and returns its part. The task outlives this history: it reports by signal. */
export async function solveTop(build: Build): Promise<Hash> {
  const input = await openTop(build);
  return partOf(build, input, () => startTop(solveTask, build, input));
}

/** Has a top part repaired whose package failed its tests, and returns it as it then is. */
export async function mendTop(build: Build, part: Hash): Promise<Hash> {
  const { report, input } = build;
  const top = await openTop(build);
  build.turn({ ...build.book(), phase: 'building' });
  const mending = {
    ...top,
    task: renewedPath(top.task),
    approvePlan: false,
    spec: input.spec,
    part,
    complaint: report === null ? '' : describeReport(report),
  };
  return partOf(build, mending, () => startTop(mendPackage, build, mending));
}

async function openTop(build: Build): Promise<TaskInput> {
  const { input, attempt, failures, persist } = build;
  const { rules, approvePlan } = input;
  const top = await persist(() => openSpec({ spec: input.spec }));
  if (build.book().phase === 'verifying') build.turn({ ...build.book(), phase: 'planning' });
  return {
    rules,
    task: attempt > 1 ? `${top.name}@${attempt}` : top.name,
    contract: top.contract,
    uses: [],
    parts: [],
    depth: 0,
    target: rules.target,
    failures,
    approvePlan,
  };
}

/** Waits until a top task has reported its end, and starts it unless a history before this one has. */
async function partOf(
  build: Build,
  { task }: TaskInput,
  start: () => Promise<Started>,
): Promise<Hash> {
  const isDone = () => build.book().top?.task === task;
  if (isBegun(build, task)) {
    if (!build.started.includes(task)) build.started.push(task);
    await build.until(isDone);
  }
  while (!isDone()) await build.persist(() => follow(build, { task, isDone }, start));
  const part = build.book().top?.part ?? null;
  if (part === null)
    throw new Error(`The task ${task} ended without a part although nobody cancelled the run.`);
  return part;
}

/** Whether a history before this one has started the task: one that was paused may have come to its end before that. */
function isBegun({ begun, attempt, mending }: Build, task: string): boolean {
  if (begun?.started !== undefined) return begun.started.includes(task);
  return begun?.attempt === attempt && (begun.mending ?? null) === mending;
}

type Started = Awaited<ReturnType<typeof startTop>>;

function startTop<Input extends TaskInput>(
  workflow: (input: Input) => Promise<TaskOutcome>,
  { input }: Build,
  taskInput: Input,
) {
  return startChild(workflow, {
    workflowId: `${input.rules.run}/${taskInput.task}`,
    args: [taskInput],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: taskInput.task,
  });
}

/** Waits until the started task has reported its end; throws when it was ended from outside. */
async function follow(
  { until, started }: Build,
  { task, isDone }: { readonly task: string; readonly isDone: () => boolean },
  start: () => Promise<Started>,
): Promise<void> {
  const child = await start();
  started.push(task);
  let lost: unknown = null;
  child.result().catch((error: unknown) => {
    lost = error;
  });
  await until(() => isDone() || lost !== null);
  if (lost !== null) throw lost as Error;
}

/** How long a cancelled run waits for its tasks to book what they spent. */
const CANCEL_GRACE = '2 minutes';

/** Cancels the top task, and waits until it has told what it spent. */
export async function cancelTop({ input, book }: Build): Promise<void> {
  const topTask = book()
    .tasks.filter(({ task }) => !task.includes('/'))
    .at(-1)?.task;
  if (topTask === undefined || book().top?.task === topTask) return;
  await getExternalWorkflowHandle(`${input.rules.run}/${topTask}`)
    .cancel()
    .catch(() => undefined);
  await condition(() => book().top?.task === topTask, CANCEL_GRACE);
}
