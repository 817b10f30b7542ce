import fc from 'fast-check';
import { reservedOf } from '../../../src/domain/ledger';
import type { TaskReport, TaskState } from '../../../src/workflows/messages';
import * as books from '../../../src/workflows/run/run-book';
import type { RunBook } from '../../../src/workflows/run/run-book';
import {
  HOUR_MS,
  HASH,
  opened,
  turn,
  spent,
  lease,
  fault,
  question,
  report,
  ended,
  grants,
  stateAt,
  pauseAt,
  reachable,
  SIGNALS,
  TINY,
} from './run-books';

describe('what users say', () => {
  it.each(Object.entries(SIGNALS))('changes nothing when it is repeated: %s', (_, say) => {
    fc.assert(
      fc.property(reachable(), (book) => {
        const once = turn(say(book));
        expect(turn(say(once))).toEqual(once);
      }),
    );
  });

  it('answers everyone who met a fault once, and leaves a question open when it is resume', () => {
    const book = [fault('a'), fault('b'), fault('a')].reduce(books.bookFault, opened());
    const asked = books.bookResume(books.bookFault(book, question('c')));
    expect(asked.outbox).toEqual([
      { to: 'b', proceed: {} },
      { to: 'a', proceed: {} },
    ]);
    expect(asked.faults).toEqual([question('c')]);
  });

  it('answers a question alone when it is approve or reject, and says why', () => {
    const book = [fault('a'), question('c')].reduce(books.bookFault, opened());
    const rejected = books.bookApproval(book, { rejected: 'Too fine.' });
    expect(rejected.outbox).toEqual([{ to: 'c', proceed: { rejected: 'Too fine.' } }]);
    expect(rejected.faults).toEqual([fault('a')]);
  });

  it('answers the question that is shown alone, and shows the next one then', () => {
    const book = [question('a'), question('b')].reduce(books.bookFault, opened());
    const shown = pauseAt(book)?.message;
    const rejected = books.bookApproval(book, { rejected: 'Descending.' });
    expect(shown).toBe('Well, a?');
    expect(rejected.outbox).toEqual([{ to: 'a', proceed: { rejected: 'Descending.' } }]);
    expect(pauseAt(rejected)?.message).toBe('Well, b?');
  });

  it('answers no other question when it is the answer to one that was answered before', () => {
    const book = [question('a'), question('b')].reduce(books.bookFault, opened());
    const once = books.bookApproval(book, { question: 'Well, a?' });
    expect(once.faults).toEqual([question('b')]);
    expect(books.bookApproval(once, { question: 'Well, a?', rejected: 'No.' })).toEqual(once);
  });

  it('takes the models that resume brings, and reserves calls at the dearest there ever was', () => {
    const book = books.bookResume(opened(), { models: [{ ...TINY, maxCallUsd: 0.3 }] });
    const cheaper = books.bookResume(book, { models: [{ ...TINY, name: 'cheap', maxCallUsd: 0 }] });
    expect(cheaper.models?.map(({ name }) => name)).toEqual(['cheap']);
    expect([book, cheaper].map(({ ledger }) => ledger.maxCallUsd)).toEqual([0.3, 0.3]);
  });

  it('never lowers the budget', () => {
    const budget = { usd: 0.5, calls: 50, hours: 0.5 };
    expect(books.bookBudget(opened(), budget).ledger.budget).toEqual({
      usd: 1,
      calls: 50,
      hours: 1,
    });
  });
});

describe('bookVerification', () => {
  it('shows the top task as verified while it is, and solved again', () => {
    const solved = books.bookTask(opened(), { ...report('a'), isLast: true, part: HASH });
    const verifying = books.bookVerification(solved);
    const stateOfTop = (book: RunBook) => book.tasks.map(({ state }) => state);
    expect([verifying.phase, ...stateOfTop(verifying)]).toEqual(['verifying', 'verifying']);
    expect(stateOfTop(books.bookVerified(verifying))).toEqual(['solved']);
  });
});

describe('deal', () => {
  it('hands out calls first come, first served, and the rest when the budget is raised', () => {
    const asked = [lease('a', 6), lease('b', 6), lease('c', 6)].reduce(books.bookLease, opened());
    const dealt = turn(asked);
    expect(dealt.outbox).toEqual([
      { to: 'a', grant: 6 },
      { to: 'b', grant: 4 },
    ]);
    expect(dealt.leases).toEqual([lease('c', 6)]);
    const raised = turn(books.bookBudget(books.emptyOutbox(dealt), { calls: 100, usd: 10 }));
    expect(raised.outbox).toEqual([{ to: 'c', grant: 6 }]);
  });

  it('hands out nothing while the run is paused or somebody waits for the user', () => {
    fc.assert(
      fc.property(reachable(), (book) => {
        const rich = books.bookBudget(book, { calls: 1_000, usd: 1_000 });
        for (const held of [books.bookPause(rich), books.bookFault(rich, fault('d'))]) {
          const asked = books.bookLease(held, lease('d', 1));
          expect(grants(turn(asked))).toEqual(grants(asked));
        }
      }),
    );
  });

  it('hands out nothing once the run is older than its budget', () => {
    expect(grants(turn(books.bookLease(opened(), lease('a', 1)), HOUR_MS))).toEqual([]);
  });

  it('never hands out more than the budget, whatever is said in between (I10)', () => {
    fc.assert(
      fc.property(reachable(), (book) => {
        const { spent: used, reserved, budget } = books.countsOf(book);
        expect(used.calls + reserved).toBeLessThanOrEqual(budget.calls);
      }),
    );
  });

  it('serves a request that was told anew once', () => {
    const book = [lease('a', 2), lease('a', 3)].reduce(books.bookLease, books.bookPause(opened()));
    expect(turn(books.bookResume(book)).outbox).toEqual([{ to: 'a', grant: 3 }]);
  });
});

describe('bookTask', () => {
  const tasks = fc.array(
    fc.record({
      task: fc.constantFrom('top', 'top/a', 'top/b', 'top/a/deep'),
      calls: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
    }),
  );

  it('books every task once, in order of creation, with all that its elections spent', () => {
    fc.assert(
      fc.property(tasks, (told) => {
        let elections = 0;
        const book = told.reduce((before, { task, calls }) => {
          const closed = calls.map((n) => ended(`e${(elections += 1)}`, n, { task, votes: n }));
          return books.bookTask(before, report(task, { ended: closed }));
        }, opened());
        const all = told.flatMap(({ calls }) => calls);
        const sum = all.reduce((a, b) => a + b, 0);
        expect(book.tasks.map(({ task }) => task)).toEqual([
          ...new Set(told.map(({ task }) => task)),
        ]);
        expect(books.electionsOf(book)).toHaveLength(all.length);
        expect(book.tasks.reduce((total, { calls }) => total + calls, 0)).toBe(sum);
        expect(books.countsOf(book)).toMatchObject({ votes: sum, spent: { calls: sum } });
      }),
    );
  });

  it('frees what an ended election was granted and did not use, and drops what it still asked for', () => {
    const dealt = turn(books.bookLease(opened(), lease('a', 8)));
    const waiting = [lease('a', 9, spent(3)), lease('b', 9)].reduce(books.bookLease, dealt);
    const settled = books.bookTask(waiting, report('top', { ended: [ended('a', 3)] }));
    expect(settled.leases).toEqual([lease('b', 9)]);
    expect(reservedOf(settled.ledger)).toBe(0);
    expect(grants(turn(settled))).toEqual([
      { to: 'a', grant: 8 },
      { to: 'b', grant: 7 },
    ]);
  });

  it('counts the spending that an election told before it ended once (I3)', () => {
    const told = [lease('a', 2, spent(3)), lease('a', 2, spent(5))].reduce(
      books.bookLease,
      opened(),
    );
    expect(books.countsOf(told).spent.calls).toBe(5);
    const settled = books.bookTask(told, report('top', { ended: [ended('a', 6)] }));
    expect(books.countsOf(settled).spent).toMatchObject({ calls: 6, costUsd: 0.06 });
  });

  it('is building once code is voted on or a child of the top task is heard of, and knows the end of the top task alone', () => {
    expect(opened().phase).toBe('planning');
    const voting = books.bookTask(opened(), report('top'));
    const building = books.bookTask(voting, report('top/a', { isLast: true, part: HASH }));
    const solved = books.bookTask(building, report('top', { isLast: true, part: HASH }));
    expect([voting, building, solved].map(({ phase, top }) => [phase, top])).toEqual([
      ['building', null],
      ['building', null],
      ['building', { task: 'top', part: HASH }],
    ]);
  });
});

describe('pauseOf', () => {
  it('gives the budget as the reason only when nothing under way could give calls back, and then always', () => {
    fc.assert(
      fc.property(reachable(), (book) => {
        const waiting = new Set(book.leases.map(({ from }) => from));
        const isHeld = book.pausedByUser || book.faults.length > 0;
        const spending = Object.keys(book.ledger.open).filter((id) => !waiting.has(id));
        const isStuck = !isHeld && waiting.size > 0 && spending.length === 0;
        expect(pauseAt(book)?.code === 'budget').toBe(isStuck);
      }),
    );
  });

  it('says which limit was reached, and how to go on', () => {
    const held = turn(books.bookLease(opened(), lease('a', 1)), HOUR_MS);
    expect(pauseAt(held, HOUR_MS)?.message).toMatch(/older than its budget of 1 hours.*Raise it/);
    const raised = turn(books.bookBudget(held, { hours: 2 }), HOUR_MS);
    expect(pauseAt(raised, HOUR_MS)).toBeNull();
  });

  it('names a fault before a question, and both before the pause of the user', () => {
    const paused = books.bookPause(opened());
    const asked = books.bookFault(paused, question('a'));
    const failed = books.bookFault(asked, fault('b'));
    expect([paused, asked, failed].map((book) => pauseAt(book)?.code)).toEqual([
      'user',
      'approval',
      'provider.unauthorised',
    ]);
  });
});

describe('stateOf', () => {
  it.each([
    ['running', 'nothing holds it', opened()],
    ['running', 'an election waits for calls that another may give back', waitingForAnother()],
    ['paused', 'the user paused it', books.bookPause(opened())],
    ['paused', 'somebody met a fault', books.bookFault(opened(), fault('a'))],
    ['paused', 'the budget is spent', turn(books.bookLease(broke(), lease('a', 1)))],
    ['waiting', 'a plan waits for approval', books.bookFault(opened(), question('a'))],
  ])('is %s when %s', (state, _, book) => {
    expect(stateAt(book)).toBe(state);
  });

  function waitingForAnother(): RunBook {
    return turn([lease('a', 10), lease('b', 1)].reduce(books.bookLease, opened()));
  }

  function broke(): RunBook {
    return books.bookTask(opened(), report('top', { ended: [ended('e', 10)] }));
  }
});

describe('countsOf', () => {
  it('counts tasks by state, and calls handed out as reserved', () => {
    const states: readonly TaskState[] = ['voting', 'solved', 'solved'];
    const book = states.reduce(
      (before, state, i) => books.bookTask(before, taskIn(state, `t${i}`)),
      turn(books.bookLease(opened(), lease('a', 4))),
    );
    expect(books.countsOf(book)).toMatchObject({
      reserved: 4,
      redFlags: 0,
      tasks: { voting: 1, solved: 2, stuck: 0 },
    });
  });

  it('adds up red flags of every kind', () => {
    const redFlags = { malformed: 2, refused: 1 };
    const book = books.bookTask(opened(), report('t', { ended: [ended('e', 3, { redFlags })] }));
    expect(books.countsOf(book).redFlags).toBe(3);
  });

  function taskIn(state: TaskState, task: string): TaskReport {
    const told = report(task);
    return { ...told, status: { ...told.status, state } };
  }
});

describe('a run book', () => {
  it('is the same after it was carried over to a new history as JSON', () => {
    fc.assert(
      fc.property(reachable(), (book) => {
        expect(JSON.parse(JSON.stringify(book))).toEqual(book);
      }),
    );
  });
});
