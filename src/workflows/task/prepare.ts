import { proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping, TaskSubjects } from '../../activities/bookkeeping';
import { BOOKKEEPING } from '../activity-options';
import type { Task } from './task';

const { prepareTask } = proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** How large a task looks, and the subjects of the elections on its size and its plan, as much as is known by now. */
export function prepare({ input, persist, failures }: Task): Promise<TaskSubjects> {
  const { rules, contract, depth } = input;
  const { family, maxDepth } = rules;
  return persist(() => prepareTask({ family, contract, depth, maxDepth, failures }));
}
