import { duration } from '../../domain/format';
import type { Picture } from '../follow';
import type { LiveTask } from '../live-tree';
import { type Line, span } from './line';
import { MAX_NAME, taskColumns } from './tree-lines';

/** One line for each task that looks different than in the picture before, and for a new phase of the run. */
export function changeLines(
  before: Picture | undefined,
  after: Picture,
  now: number,
): readonly Line[] {
  const time = span(
    duration(now - Date.parse(after.status.startedAt)).padStart(11) + '  ',
    'quiet',
  );
  const width = Math.min(MAX_NAME, Math.max(0, ...after.tree.tasks.map(({ task }) => task.length)));
  const known = new Map(before?.tree.tasks.map((task) => [task.task, look(task)]));
  const changed = after.tree.tasks.filter((task) => known.get(task.task) !== look(task));
  return [
    ...(before?.status.phase === after.status.phase
      ? []
      : [[time, span(after.status.phase, 'strong')]]),
    ...changed.map((task) => [time, span(`${task.task.padEnd(width)}  `), ...taskColumns(task)]),
  ];
}

/** What of a task is worth a new line: not the calls in flight, which change with every vote anyway. */
function look(task: LiveTask): string {
  const votes = task.live?.tally.map(({ votes }) => votes).join(':') ?? '';
  return [task.state, task.isLeaf, task.live?.kind, votes].join(' ');
}
