import { proxyActivities } from '@temporalio/workflow';
import type { createPresumeCode } from '../../activities/presume-code';
import type { Relinked } from '../../activities/relink';
import type { Hash } from '../../schemas/hash';
import { INQUEST } from '../activity-options';
import { electCode, type CodeWanted } from './elect-code';
import { repair } from './repair';
import type { Attempt, SuspectPart, Task } from './task';
import { verifyChanged } from './verify-part';

const { presumeCode } = proxyActivities<ReturnType<typeof createPresumeCode>>(INQUEST);

/**
 * Elects the code of a task. When it fails with the parts it uses, the part at fault is found and elected anew, and only
 * what the fault has spoiled is decided again.
 */
export async function buildCode(task: Task, wanted: CodeWanted): Promise<Attempt> {
  let code = wanted;
  let attempt = await electCode(task, code);
  while ('failure' in attempt && attempt.suspect !== undefined) {
    const { failure, suspect } = attempt;
    const repaired = await repairSuspect(task, suspect, failure);
    if ('failure' in repaired) return { failure: `${failure} ${repaired.failure}`.trim() };
    if (suspect.kind === 'refuted') {
      attempt = await verifyChanged(task, repaired);
      continue;
    }
    task.attempt += 1;
    code = { ...code, parts: repaired.parts };
    attempt = await electCode(task, code);
  }
  return attempt;
}

async function repairSuspect(
  task: Task,
  suspect: SuspectPart,
  complaint: string,
): Promise<Relinked | { readonly failure: string }> {
  if ((task.input.rules.repairs ?? 0) === 0) return { failure: '' };
  const isElected = suspect.kind === 'refuted';
  const root = await partOf(task, suspect);
  if (root === null) return { failure: '' };
  const part = suspect.kind === 'refuted' ? (suspect.below ?? root) : root;
  return repair(task, { root, part, spec: null, complaint, isElected });
}

/** The part that fails; of code without a winner the one that most answers describe. */
async function partOf(task: Task, suspect: SuspectPart): Promise<Hash | null> {
  if (suspect.kind === 'refuted') return suspect.part;
  return task.persist(() => presumeCode(suspect));
}
