import type { TaskReport, TaskState, TaskStatus } from '../../../src/workflows/messages';
import { noteTask } from '../../../src/workflows/run/task-list';
import { ended, report } from './run-books';

const told = (task: string, state: TaskState, planned?: TaskReport['planned']): TaskReport => ({
  ...report(task),
  status: { ...report(task).status, state },
  ...(planned === undefined ? {} : { planned }),
});
const names = (tasks: readonly TaskStatus[]) => tasks.map(({ task, state }) => `${task} ${state}`);

const PLANNED = [
  { task: 'a/x', uses: [] },
  { task: 'a/y', uses: ['x'] },
];

describe('noteTask', () => {
  it('lets planned children wait until they report themselves', () => {
    const split = noteTask([], told('a', 'splitting', PLANNED));
    expect(names(split)).toEqual(['a splitting', 'a/x waiting', 'a/y waiting']);
    expect(split.at(-1)?.uses).toEqual(['x']);
    const begun = noteTask(split, told('a/x', 'voting'));
    expect(names(begun)).toEqual(['a splitting', 'a/x voting', 'a/y waiting']);
  });

  it('drops children that never began when their parent goes another way', () => {
    const split = noteTask([], told('a', 'splitting', PLANNED));
    const begun = noteTask(split, told('a/x', 'solved'));
    expect(names(noteTask(begun, told('a', 'planning')))).toEqual(['a planning', 'a/x solved']);
  });

  it('leaves the waiting children of other tasks alone', () => {
    const split = noteTask([], told('a/b', 'splitting', [{ task: 'a/b/x', uses: [] }]));
    expect(names(noteTask(split, told('a', 'splitting')))).toContain('a/b/x waiting');
  });

  it('adds up what the elections of a task have spent', () => {
    const once = noteTask([], { ...told('a', 'voting'), ended: [ended('r/a#size', 2)] });
    const twice = noteTask(once, { ...told('a', 'solved'), ended: [ended('r/a#code', 3)] });
    expect(twice).toMatchObject([{ task: 'a', state: 'solved', calls: 5 }]);
    expect(twice[0]?.elections).toHaveLength(2);
  });
});
