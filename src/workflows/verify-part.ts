import { proxyActivities } from '@temporalio/workflow';
import type { createVerifyPart } from '../activities/verify-part';
import type { Hash } from '../schemas/hash';
import { SANDBOX_RUN } from './activity-options';
import type { Attempt, Task } from './task';

const { verifyPart } = proxyActivities<ReturnType<typeof createVerifyPart>>(SANDBOX_RUN);

/** Has verifiers judge the part that a task's election has made: one that they refute is no part, whatever its votes. */
export async function verifyElected(task: Task, part: Hash): Promise<Attempt> {
  const { family } = task.input.rules;
  await task.progress.tell({ state: 'verifying', election: null });
  const { accepted, complaint } = await task.persist(() => verifyPart({ family, part }));
  return accepted ? { part } : { failure: `Its verifiers refused the elected code. ${complaint}` };
}
