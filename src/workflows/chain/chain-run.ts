import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { startOfChain } from '../../domain/chain';
import type { Report } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import { persistently } from '../faults';
import * as messages from '../messages';
import type { BuildResult, ChainInput, Phase, RunStatus, TaskState, TreeStatus } from '../messages';
import { openDisplay } from '../run/display';
import * as books from './chain-book';

/** What is known of the result so far. */
interface Outcome {
  readonly phase: Phase;
  readonly artifact: Hash | null;
  /** What the family's check found wrong with the whole. */
  readonly failure: string | null;
  readonly report: Report | null;
  /** Absent until the run has ended. */
  readonly result: BuildResult | null;
}

/** One run of a chain while its workflow drives it: its book, what is known of the result, and who may be told. */
export interface ChainRun {
  readonly input: ChainInput;
  readonly book: () => books.ChainBook;
  readonly outcome: () => Outcome;
  /** Takes what is new, and shows it. */
  readonly turn: (next: books.ChainBook) => void;
  readonly learn: (news: Partial<Outcome>) => void;
  /** Does `work` until it succeeds; a fault pauses the run until the user says go on. */
  readonly persist: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Opens a run, or goes on with the one that continue-as-new has carried over, and answers queries and signals. */
export function openChainRun(input: ChainInput, carried?: books.ChainBook): ChainRun {
  let book = carried ?? freshBook(input);
  let outcome = NOTHING_KNOWN;
  const display = openDisplay(input.rules.searchable);
  const status = (): RunStatus => statusOf(input, book, outcome);
  const turn = (next: books.ChainBook): void => {
    book = next;
    display.show(status());
  };
  setHandler(messages.statusQuery, status);
  setHandler(messages.treeQuery, () => treeOf(input, book, outcome));
  setHandler(messages.pauseSignal, () => turn({ ...book, pausedByUser: true }));
  setHandler(messages.resumeSignal, (wanted = {}) => turn(books.resumeBook(book, wanted)));
  setHandler(messages.raiseBudgetSignal, (wanted) => turn(books.raiseBookBudget(book, wanted)));
  turn(book);
  return {
    input,
    book: () => book,
    outcome: () => outcome,
    turn,
    learn: (news) => {
      outcome = { ...outcome, ...news };
      display.show(status());
    },
    persist: (work) =>
      persistently(work, (fault) => {
        turn({ ...book, fault });
        return condition(() => book.fault === null);
      }),
  };
}

const NOTHING_KNOWN: Outcome = {
  phase: 'building',
  artifact: null,
  failure: null,
  report: null,
  result: null,
};

function freshBook(input: ChainInput): books.ChainBook {
  const startedAtMs = workflowInfo().startTime.getTime();
  return books.openChainBook(input, { position: startOfChain(input.start), startedAtMs });
}

function statusOf(
  { specName, rules }: ChainInput,
  book: books.ChainBook,
  { phase, artifact, failure, result }: Outcome,
): RunStatus {
  const pause = result === null ? books.pauseOfBook(book, Date.now()) : null;
  return {
    run: workflowInfo().workflowId,
    spec: specName,
    family: rules.family,
    models: book.models,
    state: result?.status ?? (pause === null ? 'running' : 'paused'),
    phase: result === null ? phase : 'ended',
    pause,
    ...books.countsOfBook(book, taskStateOf(book, rules.steps)),
    steps: { done: book.position.step, of: rules.steps },
    startedAt: new Date(book.startedAtMs).toISOString(),
    artifact,
    certificate: result?.certificate ?? null,
    failure,
  };
}

function treeOf(input: ChainInput, book: books.ChainBook, outcome: Outcome): TreeStatus {
  const { run, state } = statusOf(input, book, outcome);
  const task = { name: input.specName, state: taskStateOf(book, input.rules.steps) };
  return { run, state, tasks: [books.taskOfBook(book, task)] };
}

function taskStateOf({ fault, position }: books.ChainBook, steps: number): TaskState {
  if (fault !== null) return 'stuck';
  return position.step === steps ? 'solved' : 'voting';
}
