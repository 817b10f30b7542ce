import {
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { createBookkeeping } from '../activities/bookkeeping';
import type { createBuild } from '../activities/build';
import type { createCertify } from '../activities/certify';
import type { createPrepare } from '../activities/prepare';
import { spentOf } from '../domain/ledger';
import type { Report } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { BOOKKEEPING, SANDBOX_RUN } from './activity-options';
import { openBuild, type Build, type Carried } from './build';
import type { BuildInput, BuildResult } from './messages';
import * as books from './run-book';
import { solveTask } from './solve-task';
import type { TaskInput } from './task';

const { openSpec } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);
const { certify } = proxyActivities<ReturnType<typeof createCertify>>(BOOKKEEPING);
const { assemble, verify } = proxyActivities<ReturnType<typeof createBuild>>(SANDBOX_RUN);
const { prepare } = proxyActivities<ReturnType<typeof createPrepare>>(SANDBOX_RUN);

/**
 * One run, from a spec to a verified package with its certificate. It keeps the ledger and the tree, deals out calls,
 * pauses on faults and for the user, and builds the top task anew when what was built does not pass its tests.
 */
export async function buildSoftware(input: BuildInput, carried?: Carried): Promise<BuildResult> {
  const build = openBuild(input, carried, (news) =>
    continueAsNew<typeof buildSoftware>(input, news),
  );
  try {
    if (input.rules.preparation === true && build.book().tasks.length === 0)
      await build.persist(() => prepare({ spec: input.spec }));
    for (; build.attempt <= input.rules.maxPlans; build.attempt += 1) {
      const part = await solveTop(build);
      build.report = await verifyWhole(build, part);
      if (build.report.failures.length === 0) return await end(build, 'done');
      build.failures.push(`The result did not pass its tests: ${build.report.failures.join('; ')}`);
    }
    return await end(build, 'failed');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(async () => {
      await cancelTop(build);
      return end(build, 'cancelled');
    });
  }
}

/** Has the top task solved, and returns its part. The task outlives this history: it reports by signal. */
async function solveTop(build: Build): Promise<Hash> {
  const { input, attempt, until, persist } = build;
  const top = await persist(() => openSpec({ spec: input.spec }));
  if (build.book().phase === 'verifying') build.turn({ ...build.book(), phase: 'planning' });
  const task = attempt > 1 ? `${top.name}@${attempt}` : top.name;
  const isDone = () => build.book().top?.task === task;
  if (build.carriedAttempt === attempt) await until(isDone);
  while (!isDone()) await persist(() => followTop(build, { task, contract: top.contract, isDone }));
  const part = build.book().top?.part ?? null;
  if (part === null)
    throw new Error(`The task ${task} ended without a part although nobody cancelled the run.`);
  return part;
}

/** Starts the top task and waits until it has reported its end; throws when it was ended from outside. */
async function followTop(
  { input, failures, until }: Build,
  { task, contract, isDone }: Pick<TaskInput, 'task' | 'contract'> & { isDone: () => boolean },
): Promise<void> {
  const { rules, approvePlan } = input;
  const taskInput: TaskInput = {
    rules,
    task,
    contract,
    uses: [],
    parts: [],
    depth: 0,
    target: rules.target,
    failures,
    approvePlan,
  };
  const child = await startChild(solveTask, {
    workflowId: `${rules.run}/${task}`,
    args: [taskInput],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: task,
  });
  let lost: unknown = null;
  child.result().catch((error: unknown) => {
    lost = error;
  });
  await until(() => isDone() || lost !== null);
  if (lost !== null) throw lost as Error;
}

async function verifyWhole(build: Build, part: Hash): Promise<Report> {
  const { spec } = build.input;
  build.turn(books.bookVerification(build.book()));
  try {
    const { artifact, leaves, verifiers } = await build.persist(() => assemble({ spec, part }));
    build.artifact = artifact;
    build.leaves = leaves;
    build.verifiers = verifiers;
    return await build.persist(() => verify({ spec, artifact }));
  } finally {
    build.turn(books.bookVerified(build.book()));
  }
}

/** Has the certificate drawn up: whatever the outcome, what was spent and found is kept. */
async function end(build: Build, status: BuildResult['status']): Promise<BuildResult> {
  const { input, report, artifact, leaves, verifiers } = build;
  build.turn({ ...build.book(), phase: 'certifying' });
  const certificate = await build.persist(() =>
    certify({
      run: workflowInfo().workflowId,
      spec: input.spec,
      specSha256: input.specSha256,
      status,
      elections: books.electionsOf(build.book()),
      spending: spentOf(build.book().ledger),
      report,
      leaves,
      artifact,
      target: input.rules.target,
      ...(verifiers === undefined ? {} : { verifiers }),
      startedAtMs: workflowInfo().startTime.getTime(),
      endedAtMs: Date.now(),
    }),
  );
  build.result = { status, artifact, certificate };
  build.show();
  return build.result;
}

/** How long a cancelled run waits for its tasks to book what they spent. */
const CANCEL_GRACE = '2 minutes';

/** Cancels the top task, and waits until it has told what it spent. */
async function cancelTop({ input, book }: Build): Promise<void> {
  const topTask = book()
    .tasks.filter(({ task }) => !task.includes('/'))
    .at(-1)?.task;
  if (topTask === undefined || book().top?.task === topTask) return;
  await getExternalWorkflowHandle(`${input.rules.run}/${topTask}`)
    .cancel()
    .catch(() => undefined);
  await condition(() => book().top?.task === topTask, CANCEL_GRACE);
}
