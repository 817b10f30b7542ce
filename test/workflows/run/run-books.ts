import fc from 'fast-check';
import { NOTHING, type Spending } from '../../../src/domain/ledger';
import type { ElectionRecord } from '../../../src/schemas/certificate';
import type {
  BuildInput,
  EndedElection,
  ModelChoice,
  TaskReport,
} from '../../../src/workflows/messages';
import * as books from '../../../src/workflows/run/run-book';
import type { RunBook } from '../../../src/workflows/run/run-book';

export const HOUR_MS = 3_600_000;
const STARTED_MS = 1_000_000;
export const HASH = 'a'.repeat(64);

/** The model of the run. */
export const TINY: ModelChoice = {
  name: 'tiny',
  roles: ['executor'],
  queue: 'millwright-models',
  temperature: { min: 0, max: 1 },
  maxCallUsd: 0.1,
};

/** A fresh book: ten calls, a dollar, an hour; one call costs at most ten cents. */
export const opened = (): RunBook => books.openBook(INPUT, STARTED_MS);
/** One turn of the root: something is booked, then calls are dealt out. */
export const turn = (book: RunBook, afterMs = 0): RunBook => books.deal(book, STARTED_MS + afterMs);

export const spent = (calls: number): Spending => ({
  usage: { ...NOTHING.usage, calls, costUsd: calls * 0.01 },
  lostCalls: 0,
});
export const lease = (from: string, calls: number, spending = NOTHING) => ({
  from,
  calls,
  spending,
});
export const fault = (from: string) => ({
  from,
  pause: { code: 'provider.unauthorised', message: 'Set a key.' },
});
export const question = (from: string) => ({
  from,
  pause: { code: 'approval', message: `Well, ${from}?` },
});
export const report = (task: string, rest: Partial<TaskReport> = {}): TaskReport => ({
  status: { task, state: 'voting', isLeaf: true, note: '', uses: [], election: null },
  ended: [],
  part: null,
  isLast: false,
  ...rest,
});
export const ended = (
  id: string,
  calls: number,
  record: Partial<ElectionRecord> = {},
): EndedElection => ({
  id,
  record: { ...RECORD, ...record },
  ...spent(calls),
});
export const grants = ({ outbox }: RunBook) => outbox.filter((message) => 'grant' in message);
export const stateAt = (book: RunBook, afterMs = 0) => books.stateOf(book, STARTED_MS + afterMs);
export const pauseAt = (book: RunBook, afterMs = 0) => books.pauseOf(book, STARTED_MS + afterMs);

/** What users say, by the name of the signal. */
export const SIGNALS: Readonly<Record<string, (book: RunBook) => RunBook>> = {
  pause: books.bookPause,
  resume: books.bookResume,
  approve: (book) => books.bookApproval(book, { question: 'Well, run/a#code?' }),
  reject: (book) =>
    books.bookApproval(book, { question: 'Well, run/b#code?', rejected: 'Too fine.' }),
  raiseBudget: (book) => books.bookBudget(book, { calls: 14, usd: 2 }),
};

type Step = (book: RunBook) => RunBook;

/** Books that messages in any order lead to, each dealt with as the root does; no election spends more than its grants. */
export const reachable = (): fc.Arbitrary<RunBook> => {
  const from = fc.constantFrom('run/a#code', 'run/b#code', 'run/c#plan');
  const calls = fc.integer({ min: 1, max: 6 });
  const asks = fc.tuple(from, calls).map<Step>(
    ([id, wanted]) =>
      (book) =>
        books.bookLease(book, lease(id, wanted, spent(grantedTo(book, id)))),
  );
  const ends = fc.tuple(from, calls).map<Step>(([id, used]) => (book) => {
    const election = ended(id, Math.min(used, grantedTo(book, id)));
    return books.bookTask(book, report('a', { ended: [election] }));
  });
  const fails = fc.tuple(from, fc.constantFrom(fault, question)).map<Step>(
    ([id, what]) =>
      (book) =>
        books.bookFault(book, what(id)),
  );
  const says = fc.constantFrom<Step>(...Object.values(SIGNALS), books.emptyOutbox, (book) =>
    books.bookApproval(book, {}),
  );
  const step = fc.oneof(
    { weight: 8, arbitrary: asks },
    { weight: 2, arbitrary: ends },
    { weight: 1, arbitrary: fails },
    { weight: 3, arbitrary: says },
  );
  return fc
    .array(step, { maxLength: 20, size: 'max' })
    .map((steps) => steps.reduce((book, act) => turn(act(book)), opened()));
};

function grantedTo({ ledger }: RunBook, id: string): number {
  return ledger.open[id]?.granted ?? 0;
}

const RECORD: ElectionRecord = {
  task: 'top',
  kind: 'code',
  status: 'elected',
  margin: 2,
  lead: 2,
  votes: 2,
  votesForWinner: 2,
  redFlags: {},
};

const INPUT: BuildInput = {
  spec: HASH,
  specName: 'toy',
  specSha256: HASH,
  budget: { usd: 1, calls: 10, hours: 1 },
  approvePlan: false,
  rules: {
    run: 'run',
    family: 'typescript',
    models: [TINY],
    margin: 2,
    target: 0.95,
    accuracy: 0.9,
    maxDepth: 2,
    maxVotes: 8,
    maxFlags: 4,
    maxPlans: 2,
    seed: 7,
    searchable: false,
  },
};
