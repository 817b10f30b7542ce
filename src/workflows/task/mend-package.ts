import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { createBuild } from '../../activities/build';
import type { Hash } from '../../schemas/hash';
import { SANDBOX_RUN } from '../activity-options';
import { repair } from './repair';
import { openTask, type Task, type TaskInput, type TaskOutcome } from './task';
import { verifyChanged } from './verify-part';

const { assemble, verify } = proxyActivities<ReturnType<typeof createBuild>>(SANDBOX_RUN);

/** A run's top part, whose package fails its tests. */
export interface MendInput extends TaskInput {
  readonly spec: Hash;
  readonly part: Hash;
  /** What fails, in a line for the user. */
  readonly complaint: string;
}

/**
 * Repairs the faulty part of a package that fails its tests, again and again until it passes, nobody can be blamed, or the
 * run's repairs are used up and the user has been asked. Ends with the top part as it then is, which the root verifies.
 */
export async function mendPackage(input: MendInput): Promise<TaskOutcome> {
  const task = openTask(input);
  try {
    const part = await mend(task, input);
    await task.progress.end({ state: 'solved' }, part);
    return { part };
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await task.progress.end({ note: 'cancelled' }, null);
    return { part: null };
  }
}

async function mend(task: Task, { part, spec, complaint }: MendInput): Promise<Hash> {
  let failing: Fault = { part, spec, complaint };
  let root = part;
  for (;;) {
    const repaired = await repair(task, { ...failing, root, isElected: true });
    if ('failure' in repaired) return root;
    root = repaired.roots[0] ?? root;
    const attempt = await verifyChanged(task, repaired);
    const fault =
      'part' in attempt
        ? await testPackage(task, { spec, part: root })
        : { part: belowOf(attempt) ?? root, spec: null, complaint: attempt.failure };
    if (fault === null) return root;
    failing = fault;
  }
}

interface Fault {
  readonly part: Hash;
  readonly spec: Hash | null;
  readonly complaint: string;
}

async function testPackage(
  task: Task,
  { spec, part }: { readonly spec: Hash; readonly part: Hash },
): Promise<Fault | null> {
  const { artifact } = await task.persist(() => assemble({ spec, part }));
  const { failures } = await task.persist(() => verify({ spec, artifact }));
  return failures.length === 0 ? null : { part, spec, complaint: failures.join('; ') };
}

function belowOf(attempt: Awaited<ReturnType<typeof verifyChanged>>): Hash | undefined {
  if (!('failure' in attempt) || attempt.suspect?.kind !== 'refuted') return undefined;
  return attempt.suspect.below;
}
