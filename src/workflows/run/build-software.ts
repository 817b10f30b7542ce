import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { createBuild } from '../../activities/build';
import type { createCertify } from '../../activities/certify';
import type { createPrepare } from '../../activities/prepare';
import { spentOf } from '../../domain/ledger';
import type { Report } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING, SANDBOX_RUN } from '../activity-options';
import type { BuildInput, BuildResult } from '../messages';
import { describeReport, openBuild, type Build, type Carried } from './build';
import * as books from './run-book';
import { cancelTop, mendTop, solveTop } from './top-task';

const { certify } = proxyActivities<ReturnType<typeof createCertify>>(BOOKKEEPING);
const { assemble, verify } = proxyActivities<ReturnType<typeof createBuild>>(SANDBOX_RUN);
const { prepare } = proxyActivities<ReturnType<typeof createPrepare>>(SANDBOX_RUN);

/**
 * One run, from a spec to a verified package with its certificate. It keeps the ledger and the tree, deals out calls, and
 * pauses on faults and for the user. What does not pass its tests is repaired, and when that fails built anew.
 */
export async function buildSoftware(input: BuildInput, carried?: Carried): Promise<BuildResult> {
  const build = openBuild(input, carried, (news) =>
    continueAsNew<typeof buildSoftware>(input, news),
  );
  try {
    await prepareOnce(build);
    for (;;) {
      const report = await buildOnce(build);
      if (report.failures.length === 0) return await end(build, 'done');
      build.failures.push(describeToMicroagents(report));
      if (build.attempt >= input.rules.maxPlans) {
        if (input.rules.repairs === undefined) return await end(build, 'failed');
        await build.refer({ code: 'package.stuck', message: describeStuck(build, report) });
      }
      build.attempt += 1;
      build.mending = null;
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(async () => {
      await cancelTop(build);
      return end(build, 'cancelled');
    });
  }
}

/** Nothing is spent before this machine has all that the spec needs. */
async function prepareOnce({ input, book, persist }: Build): Promise<void> {
  if (input.rules.preparation === true && book().tasks.length === 0)
    await persist(() => prepare({ spec: input.spec }));
}

/** Has the top task solved and its package verified; where that fails, repaired and verified once more. */
async function buildOnce(build: Build): Promise<Report> {
  const { rules } = build.input;
  if (build.mending === null) {
    const part = await solveTop(build);
    const report = await verifyWhole(build, part);
    if (report.failures.length === 0 || (rules.repairs ?? 0) === 0) return report;
    build.mending = part;
  }
  return verifyWhole(build, await mendTop(build, build.mending));
}

async function verifyWhole(build: Build, part: Hash): Promise<Report> {
  const { spec } = build.input;
  build.turn(books.bookVerification(build.book()));
  try {
    const { artifact, leaves, verifiers } = await build.persist(() => assemble({ spec, part }));
    build.part = part;
    build.artifact = artifact;
    build.leaves = leaves;
    build.verifiers = verifiers;
    return (build.report = await build.persist(() => verify({ spec, artifact })));
  } finally {
    build.turn(books.bookVerified(build.book()));
  }
}

/** Acceptance tests come last, and are never shown to a microagent: it is told that they fail, and nothing of them. */
function describeToMicroagents({ acceptance, failures, ...own }: Report): string {
  const failed = own.examples.failed + own.tests.failed + own.properties.failed;
  const hidden = acceptance.failed === 0 ? [] : ['tests fail that are not shown'];
  const told = [...failures.slice(0, failed), ...hidden].join('; ');
  return `The result did not pass its tests: ${told}`;
}

function describeStuck({ attempt }: Build, report: Report): string {
  const times = attempt === 1 ? 'once' : `${attempt} times`;
  return `${describeReport(report)}. It was built ${times}, and repaired where a part was found to be at fault. Resume builds it once more; or cancel, make the spec more exact, or configure a stronger model.`;
}

/** Has the certificate drawn up: whatever the outcome, what was spent and found is kept. */
async function end(build: Build, status: BuildResult['status']): Promise<BuildResult> {
  const { input, report, part, artifact, leaves, verifiers } = build;
  build.turn({ ...build.book(), phase: 'certifying' });
  const certificate = await build.persist(() =>
    certify({
      run: workflowInfo().workflowId,
      spec: input.spec,
      ...(part === null ? {} : { part }),
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
