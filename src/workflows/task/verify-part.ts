import { proxyActivities } from '@temporalio/workflow';
import type { Relinked } from '../../activities/relink';
import type { createVerifyPart } from '../../activities/verify-part';
import type { Hash } from '../../schemas/hash';
import { SANDBOX_RUN } from '../activity-options';
import type { Attempt, Task } from './task';

const { verifyPart } = proxyActivities<ReturnType<typeof createVerifyPart>>(SANDBOX_RUN);

/** Has verifiers judge the part that a task's election has made: one that they refute is no part, whatever its votes. */
export async function verifyElected(task: Task, part: Hash): Promise<Attempt> {
  const { family } = task.input.rules;
  await task.progress.tell({ state: 'verifying', election: null });
  const { accepted, complaint } = await task.persist(() => verifyPart({ family, part }));
  if (accepted) return { part };
  const failure = `Its verifiers refused the elected code. ${complaint}`;
  return { failure, suspect: { kind: 'refuted', part } };
}

/** Judges all that a repair has changed, what is called first before what calls it: the first refused part is where to look. */
export async function verifyChanged(
  task: Task,
  { roots: [root], changed }: Relinked,
): Promise<Attempt> {
  if (root === undefined) throw new Error('expected a part after its repair, found none');
  for (const part of changed) {
    const attempt = await verifyElected(task, part);
    if (!('failure' in attempt)) continue;
    const below = part === root ? {} : { below: part };
    return { failure: attempt.failure, suspect: { kind: 'refuted', part: root, ...below } };
  }
  return { part: root };
}
