import { executeChild, proxyActivities } from '@temporalio/workflow';
import type { createAgree } from '../../activities/agree';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { agreeCases } from '../election/agree-cases';
import { pathBelow, type Task } from './task';
import { endIfCancelled } from './wishes';

const { prepareInputs } = proxyActivities<ReturnType<typeof createAgree>>(BOOKKEEPING);

/**
 * The contract that a task's code is elected for: with cases agreed on by verifiers, where the run has such rules and
 * the user has not stated examples enough. They are asked for once, whatever number of attempts follows.
 */
export async function withCases(task: Task): Promise<Hash> {
  const { rules, task: path, contract } = task.input;
  const { cases, family } = rules;
  if (cases === undefined) return contract;
  if (task.agreed !== null) return task.agreed;
  const subject = await task.persist(() => prepareInputs({ ...cases, family, contract }));
  if (subject === null) return (task.agreed = contract);
  const workflowId = `${rules.run}/${pathBelow(task, '#', 'cases')}`;
  await task.progress.tell({ state: 'voting', election: workflowId });
  const outcome = await task.persist(() =>
    executeChild(agreeCases, {
      workflowId,
      args: [{ task: path, family, contract, subject, run: rules }],
      staticSummary: `test cases of ${path}`,
    }),
  );
  const { id, record, usage, lostCalls } = outcome;
  task.progress.note({ id, record, usage, lostCalls });
  // Who was cancelled has agreed on less than there is to agree on.
  endIfCancelled();
  return (task.agreed = outcome.contract);
}
