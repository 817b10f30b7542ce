import {
  closeAccount,
  exhaustedLimit,
  grantable,
  grantCalls,
  noteSpending,
  openLedger,
  raiseBudget,
  reservedOf,
  spentOf,
  type Ledger,
} from '../../domain/ledger';
import type { ElectionRecord } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import type { Budget } from '../../schemas/spec';
import type {
  BuildInput,
  FaultReport,
  LeaseRequest,
  ModelChoice,
  PauseReason,
  Phase,
  Proceed,
  Resume,
  RunState,
  RunStatus,
  TaskReport,
  TaskState,
  TaskStatus,
  Verdict,
} from '../messages';
import type { Redecomposition } from '../redecomposition';
import { bookHeeded } from './heeded';
import { budgetSpent, NO_TASKS, PAUSED_BY_USER } from './standing';
import { noteTask } from './task-list';

/**
 * All that the root knows of its run, as a value: every message makes a new book, and what the root has to send is in
 * its outbox. The book is what continue-as-new carries over.
 */
export interface RunBook {
  readonly ledger: Ledger;
  /** In order of creation. */
  readonly tasks: readonly TaskStatus[];
  readonly leases: readonly LeaseRequest[];
  readonly faults: readonly FaultReport[];
  readonly pausedByUser: boolean;
  readonly phase: Phase;
  readonly startedAtMs: number;
  /** What became of the top task: null while it is under way. */
  readonly top: { readonly task: string; readonly part: Hash | null } | null;
  readonly outbox: readonly Outgoing[];
  /** The models that a `resume` has brought in place of those of the start. */
  readonly models?: readonly ModelChoice[];
  /** What the user wants split anew, until that has begun; absent: nothing. */
  readonly wishes?: readonly Redecomposition[];
}

export type Outgoing =
  | { readonly to: string; readonly grant: number }
  | { readonly to: string; readonly proceed: Proceed }
  /** `to` is a task's path. */
  | { readonly to: string; readonly splitAnew: Redecomposition };

export function openBook(input: BuildInput, startedAtMs: number): RunBook {
  return {
    ledger: openLedger(input.budget, dearestCallUsd(input.rules.models)),
    tasks: [],
    leases: [],
    faults: [],
    pausedByUser: false,
    phase: 'planning',
    startedAtMs,
    top: null,
    outbox: [],
  };
}

/** Books a task's latest state, and settles the elections that have ended in it. */
export function bookTask(before: RunBook, report: TaskReport): RunBook {
  const { status, ended, part, isLast } = report;
  const isTop = !status.task.includes('/');
  const closed = new Set(ended.map(({ id }) => id));
  const book = bookHeeded(before, report);
  return {
    ...book,
    tasks: noteTask(book.tasks, report),
    ledger: ended.reduce(
      (ledger, election) => closeAccount(ledger, election.id, election),
      book.ledger,
    ),
    leases: book.leases.filter(({ from }) => !closed.has(from)),
    phase: phaseAfter(book.phase, status),
    top: isTop && isLast ? { task: status.task, part } : book.top,
  };
}

/** A run is planned until code is voted on, or until a task below the top one shows that it was split. */
function phaseAfter(phase: Phase, { task, state }: TaskReport['status']): Phase {
  const isBuilding = task.includes('/') || state === 'voting';
  return phase === 'planning' && isBuilding ? 'building' : phase;
}

/** The top task is solved, and all that it was built of is being verified as one. */
export function bookVerification(book: RunBook): RunBook {
  return { ...withTopTask(book, 'verifying'), phase: 'verifying' };
}

/** The verification has ended, whatever it found. */
export function bookVerified(book: RunBook): RunBook {
  return withTopTask(book, 'solved');
}

function withTopTask(book: RunBook, state: TaskState): RunBook {
  const tasks = book.tasks.map((task) =>
    task.task === book.top?.task ? { ...task, state } : task,
  );
  return { ...book, tasks };
}

/** Books a request for calls; `deal` answers it. */
export function bookLease(book: RunBook, request: LeaseRequest): RunBook {
  return {
    ...book,
    ledger: noteSpending(book.ledger, request.from, request.spending),
    leases: [...book.leases.filter(({ from }) => from !== request.from), request],
  };
}

export function bookFault(book: RunBook, fault: FaultReport): RunBook {
  return { ...book, faults: [...book.faults.filter(({ from }) => from !== fault.from), fault] };
}

/** Hands out calls to those who wait for them, first come, first served; to nobody while the run is paused. */
export function deal(book: RunBook, nowMs: number): RunBook {
  if (book.pausedByUser || book.faults.length > 0) return book;
  return book.leases.reduce((dealt, request) => {
    const calls = grantable(dealt.ledger, request.calls, nowMs - book.startedAtMs);
    if (calls === 0) return dealt;
    return {
      ...dealt,
      ledger: grantCalls(dealt.ledger, request.from, calls),
      leases: dealt.leases.filter(({ from }) => from !== request.from),
      outbox: [...dealt.outbox, { to: request.from, grant: calls }],
    };
  }, book);
}

/**
 * The user says go on, perhaps with other models: everyone who met a fault tries again. A plan that waits for approval
 * goes on waiting.
 */
export function bookResume(book: RunBook, { models }: Resume = {}): RunBook {
  const known = models === undefined ? book : bookModels(book, models);
  return answer({ ...known, pausedByUser: false }, (fault) => !isQuestion(fault), {});
}

/**
 * The user approves a plan or leaves a question open, or rejects with a reason. That answers the question with these
 * words, or the one that is shown, and no other: what is right for one need not be for the next. Without it this changes
 * nothing.
 */
export function bookApproval(book: RunBook, { question, ...verdict }: Verdict): RunBook {
  const shown = book.faults.find(isQuestion);
  const asked = question ?? shown?.pause.message;
  return answer(book, (fault) => isQuestion(fault) && fault.pause.message === asked, verdict);
}

export function bookPause(book: RunBook): RunBook {
  return { ...book, pausedByUser: true };
}

export function bookBudget(book: RunBook, wanted: Partial<Budget>): RunBook {
  return { ...book, ledger: { ...book.ledger, budget: raiseBudget(book.ledger.budget, wanted) } };
}

/** Takes what is to be sent out of the book. */
export function emptyOutbox(book: RunBook): RunBook {
  return { ...book, outbox: [] };
}

/** Every election that ended, in order. */
export function electionsOf(book: RunBook): readonly ElectionRecord[] {
  return book.tasks.flatMap(({ elections }) => elections);
}

/** Why nothing new is asked, or null. A budget pauses only once nothing under way could give calls back. */
export function pauseOf(book: RunBook, nowMs: number): PauseReason | null {
  const fault = book.faults.find((other) => !isQuestion(other)) ?? book.faults[0];
  if (fault !== undefined) return fault.pause;
  if (book.pausedByUser) return PAUSED_BY_USER;
  const waiting = new Set(book.leases.map(({ from }) => from));
  const limit = exhaustedLimit(book.ledger, nowMs - book.startedAtMs);
  const othersSpend = Object.keys(book.ledger.open).some((id) => !waiting.has(id));
  if (waiting.size === 0 || limit === null || othersSpend) return null;
  return budgetSpent(limit);
}

/** The state of a run that has not ended. */
export function stateOf(
  book: RunBook,
  nowMs: number,
): Extract<RunState, 'running' | 'paused' | 'waiting'> {
  const pause = pauseOf(book, nowMs);
  if (pause === null) return 'running';
  return pause.code === 'approval' ? 'waiting' : 'paused';
}

/** The figures of a status that come from the book alone. */
export function countsOf(
  book: RunBook,
): Pick<RunStatus, 'tasks' | 'spent' | 'reserved' | 'budget' | 'votes' | 'redFlags'> {
  const tasks: Record<TaskState, number> = { ...NO_TASKS };
  for (const { state } of book.tasks) tasks[state] += 1;
  const elections = electionsOf(book);
  return {
    tasks,
    spent: spentOf(book.ledger).usage,
    reserved: reservedOf(book.ledger),
    budget: book.ledger.budget,
    votes: elections.reduce((sum, { votes }) => sum + votes, 0),
    redFlags: elections
      .flatMap(({ redFlags }) => Object.values(redFlags))
      .reduce((sum, count) => sum + count, 0),
  };
}

/** Calls of the models before may be under way still, so the price that a call is reserved at never falls. */
function bookModels(book: RunBook, models: readonly ModelChoice[]): RunBook {
  const maxCallUsd = Math.max(book.ledger.maxCallUsd, dearestCallUsd(models));
  return { ...book, models, ledger: { ...book.ledger, maxCallUsd } };
}

function dearestCallUsd(models: readonly ModelChoice[]): number {
  return Math.max(...models.map((model) => model.maxCallUsd));
}

function answer(
  book: RunBook,
  concerns: (fault: FaultReport) => boolean,
  proceed: Proceed,
): RunBook {
  const answered = book.faults.filter(concerns);
  return {
    ...book,
    faults: book.faults.filter((fault) => !concerns(fault)),
    outbox: [...book.outbox, ...answered.map(({ from }) => ({ to: from, proceed }))],
  };
}

function isQuestion({ pause }: FaultReport): boolean {
  return pause.code === 'approval';
}
