import type { TaskReport, TaskState } from '../../../src/workflows/messages';
import { bookRedecomposition } from '../../../src/workflows/run/redecompose';
import { bookFault, bookTask, type RunBook } from '../../../src/workflows/run/run-book';
import { fault, opened, report } from './run-books';

const told = (task: string, state: TaskState, rest: Partial<TaskReport> = {}): TaskReport => ({
  ...report(task, rest),
  status: { ...report(task).status, state },
});

const bookOf = (...reports: readonly TaskReport[]): RunBook => reports.reduce(bookTask, opened());

const wish = (task: string) => ({ id: `split ${task}`, task, reason: 'It is wrong.' });

const say = (book: RunBook, task: string) => bookRedecomposition(book, wish(task), { maxDepth: 2 });

const BUILDING = bookOf(
  told('a', 'splitting', {
    planned: ['a/x', 'a/y', 'a/z'].map((task) => ({ task, uses: [] })),
  }),
  told('a/x', 'solved', { isLast: true, part: 'p'.repeat(64) }),
  told('a/y', 'voting'),
);

describe('bookRedecomposition', () => {
  it('sends the wish to the task that is under way', () => {
    const { book, answer } = say(BUILDING, 'a/y');
    expect(answer).toEqual({ outcome: 'begun', message: 'a/y is split anew.' });
    expect(book.outbox).toEqual([{ to: 'a/y', splitAnew: wish('a/y') }]);
  });

  it.each([
    ['a/w', /^found no task a\/w in this run/],
    ['a/x', /^found that a\/x is finished, .*: name a, which is split anew with all below it$/],
    ['a/z', /^found that a\/z has not begun/],
  ])('refuses %s, says why, and changes nothing', (task, message) => {
    const { book, answer } = say(BUILDING, task);
    expect(answer).toEqual({ outcome: 'refused', message: expect.stringMatching(message) });
    expect(book).toBe(BUILDING);
  });

  it('refuses what belongs to a decomposition that was given up', () => {
    const { answer } = say(bookTask(BUILDING, told('a', 'planning', { begins: true })), 'a/y');
    expect(answer.message).toMatch(/^found that a\/y belongs to a decomposition that was given up/);
  });

  it('names the task that has replaced another', () => {
    const book = bookTask(BUILDING, told('a/x~2', 'voting'));
    expect(say(book, 'a/x').answer).toMatchObject({
      outcome: 'unchanged',
      message: expect.stringContaining('a/x~2 has replaced a/x'),
    });
    expect(say(book, 'a/x~2').answer.outcome).toBe('begun');
  });

  it('refuses the task that repairs a package, and what is finished below it', () => {
    const top = told('a', 'solved', { isLast: true, part: 'p'.repeat(64) });
    const book = [top, told('a~2', 'repairing')].reduce(bookTask, BUILDING);
    expect(say(book, 'a~2').answer.message).toMatch(/^found that a~2 repairs the package/);
    expect(say(book, 'a/x').answer.message).toMatch(/none above it is either/);
  });

  it('takes a wish for said, of a task or of one above it, until it is heeded', () => {
    const { book } = say(BUILDING, 'a');
    expect([say(book, 'a'), say(book, 'a/y')].map(({ answer }) => answer.outcome)).toEqual([
      'unchanged',
      'unchanged',
    ]);
    const heeded = bookTask(book, told('a', 'planning', { begins: true, heeded: ['split a'] }));
    expect(say(heeded, 'a').answer.outcome).toBe('begun');
  });
});

describe('bookHeeded', () => {
  it('forgets the faults of what was thrown away, and no others', () => {
    const { book } = say(BUILDING, 'a/y');
    const faults = ['run/a/y#code', 'run/a/y/b', 'run/a/yy#code', 'run/a#plan'];
    const paused = faults.map(fault).reduce(bookFault, book);
    const { faults: left, wishes } = bookTask(
      paused,
      told('a/y', 'planning', { begins: true, heeded: ['split a/y'] }),
    );
    expect(left.map(({ from }) => from)).toEqual(['run/a/yy#code', 'run/a#plan']);
    expect(wishes).toEqual([]);
  });

  it('forgets a wish to a task that ended before it heard of it', () => {
    const { book } = say(BUILDING, 'a/y');
    const ended = told('a/y', 'solved', { isLast: true, part: 'p'.repeat(64) });
    expect(bookTask(book, ended).wishes).toEqual([]);
  });
});
