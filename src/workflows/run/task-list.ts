import type { TaskReport, TaskStatus } from '../messages';

/**
 * The tasks with what one of them reports of itself: its latest state, the elections that ended in it, and the children
 * that it has planned, which wait. Children of an earlier plan that never began are gone with that plan, and those that
 * did are discarded once another way begins.
 */
export function noteTask(tasks: readonly TaskStatus[], report: TaskReport): readonly TaskStatus[] {
  const { status, ended, planned = [], begins = false } = report;
  const known = tasks.find(({ task }) => task === status.task) ?? NEW;
  const task: TaskStatus = {
    ...status,
    elections: [...known.elections, ...ended.map(({ record }) => record)],
    calls: ended.reduce((sum, { usage }) => sum + usage.calls, known.calls),
    costUsd: ended.reduce((sum, { usage }) => sum + usage.costUsd, known.costUsd),
  };
  const kept = tasks
    .filter((other) => !isPlannedBy(other, status.task))
    .map((other) => (begins && isBuiltFor(other, status.task) ? discarded(other) : other));
  return [
    ...(known === NEW
      ? [...kept, task]
      : kept.map((other) => (other.task === task.task ? task : other))),
    ...planned.map(waiting),
  ];
}

const NEW: Pick<TaskStatus, 'elections' | 'calls' | 'costUsd'> = {
  elections: [],
  calls: 0,
  costUsd: 0,
};

function waiting({ task, uses }: NonNullable<TaskReport['planned']>[number]): TaskStatus {
  return { ...NEW, task, uses, state: 'waiting', isLeaf: null, note: '', election: null };
}

function isPlannedBy({ task, state }: TaskStatus, parent: string): boolean {
  return state === 'waiting' && task.slice(0, task.lastIndexOf('/')) === parent;
}

/** Whether a task is part of what the other one was built of; the top task of a run begins the whole again. */
function isBuiltFor({ task }: TaskStatus, parent: string): boolean {
  return parent.includes('/') ? task.startsWith(`${parent}/`) : task !== parent;
}

function discarded(task: TaskStatus): TaskStatus {
  return { ...task, state: 'discarded', election: null, isAnew: false };
}
