import { executeChild, proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping, PlannedChild } from '../../activities/bookkeeping';
import { shareTarget } from '../../domain/margin';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { buildCode } from './build-code';
import { describeExhaustion, elect } from './elect';
import { openMending } from './mend-siblings';
import { prepare } from './prepare';
import { solveChildren } from './solve-children';
import {
  pathBelow,
  settled,
  type Attempt,
  type SolveTask,
  type Task,
  type TaskInput,
} from './task';

const { openPlan } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** Elects a plan, has its children solved, and elects the code that uses them. */
export async function buildSplit(task: Task): Promise<Attempt> {
  const { target, approvePlan } = task.input;
  const { plan } = await prepare(task);
  const outcome = await elect(task, { kind: 'plan', subject: plan, target });
  if (outcome.winner === null) return { failure: describeExhaustion(outcome) };
  const elected = outcome.winner.artifact;
  const children = await task.persist(() => openPlan({ plan: elected }));
  const planned = children.map(({ name, uses }) => ({ task: pathBelow(task, '/', name), uses }));
  task.split = { plan: elected, names: children.map(({ name }) => name) };
  const change = { state: 'splitting', election: null, ...settled(task) } as const;
  await task.progress.tell(change, { planned });
  if (approvePlan) {
    const names = task.split.names.join(', ');
    const question = `${task.input.task} is to be split into ${names}. Approve the plan, or reject it with a reason.`;
    const { rejected } = await task.refer({ code: 'approval', message: question });
    if (rejected !== undefined)
      return { failure: `The user turned down the plan ${names}: ${rejected}` };
  }
  const share = shareTarget(target, children.length + 1);
  const solve = (child: PlannedChild, used: readonly Hash[]) =>
    solveChild(task, child, { parts: used, target: share });
  const built = await solveChildren(children, solve, openMending(task));
  if (built === null) return { failure: 'cancelled' };
  return buildCode(task, { plan: elected, parts: [...task.parts, ...built], target: share });
}

async function solveChild(
  task: Task,
  child: PlannedChild,
  share: Pick<TaskInput, 'parts' | 'target'>,
): Promise<Hash | null> {
  const { rules, depth } = task.input;
  const path = pathBelow(task, '/', child.name);
  const { contract, uses } = child;
  const input = {
    ...share,
    rules,
    task: path,
    contract,
    uses,
    depth: depth + 1,
    failures: [],
    approvePlan: false,
  };
  const { part } = await task.persist(() =>
    executeChild<SolveTask>('solveTask', {
      workflowId: `${rules.run}/${path}`,
      args: [input],
      staticSummary: path,
    }),
  );
  return part;
}
