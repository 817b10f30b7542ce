import {
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { errorRateAtMost } from '../../domain/failure-bound';
import { persistently } from '../faults';
import { isHistoryLong } from '../history';
import * as messages from '../messages';
import { splitAnewSignal } from '../redecomposition';
import * as books from './run-book';

/** The root's book while its workflow runs: messages change it, and what it wants sent is sent. */
export interface Root {
  readonly book: () => books.RunBook;
  /** Takes a new book, deals out calls by it, and shows it. */
  readonly turn: (next: books.RunBook) => void;
  /** Waits for something to be true, and meanwhile sends what the book wants sent. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
  /** Does `work` until it succeeds; a fault pauses the run until the user says go on. */
  readonly persist: <T>(work: () => Promise<T>) => Promise<T>;
  /** Pauses the run with a reason until the user says go on. */
  readonly refer: (pause: messages.PauseReason) => Promise<void>;
}

export interface RootOptions {
  readonly book: books.RunBook;
  /** Whether grants tell what the run's votes say of the error rate. */
  readonly adaptive: boolean;
  /** Called after every turn. */
  readonly show: () => void;
  /** Continues as new with this book; called when the history has grown long and nothing is left to be sent. */
  readonly startAfresh: (book: books.RunBook) => Promise<never>;
}

/** A root that hears nothing yet: see `listen`. */
export function openRoot({ show, startAfresh, ...options }: RootOptions): Root {
  const { workflowId } = workflowInfo();
  let { book } = options;

  const turn = (next: books.RunBook): void => {
    book = books.deal(next, Date.now());
    show();
  };

  const sendAll = async (): Promise<void> => {
    const { outbox, models } = book;
    const news = models === undefined ? {} : { models };
    const learned = options.adaptive ? errorRateAtMost(books.electionsOf(book)) : null;
    const grant = learned === null ? news : { ...news, errorRate: learned };
    book = books.emptyOutbox(book);
    await Promise.all(
      outbox
        .filter(({ to }) => to !== workflowId)
        .map((message) => send(message, { grant, proceed: news })),
    );
  };

  const until = async (isTrue: () => boolean): Promise<void> => {
    for (;;) {
      await condition(() => isTrue() || book.outbox.length > 0 || isHistoryLong());
      await sendAll();
      if (isTrue()) return;
      if (isHistoryLong() && book.outbox.length === 0) await startAfresh(book);
    }
  };

  const refer = async (pause: messages.PauseReason): Promise<void> => {
    turn(books.bookFault(book, { from: workflowId, pause }));
    await until(() => !book.faults.some(({ from }) => from === workflowId));
  };

  return {
    book: () => book,
    turn,
    until,
    persist: (work) => persistently(work, refer),
    refer,
  };
}

/** Books every message to the root from now on, those included that have come already. */
export function listen({ book, turn }: Root): void {
  setHandler(messages.taskSignal, (told) => turn(books.bookTask(book(), told)));
  setHandler(messages.leaseSignal, (request) => turn(books.bookLease(book(), request)));
  setHandler(messages.faultSignal, (fault) => turn(books.bookFault(book(), fault)));
  setHandler(messages.pauseSignal, () => turn(books.bookPause(book())));
  setHandler(messages.resumeSignal, (wanted) => turn(books.bookResume(book(), wanted)));
  setHandler(messages.approveSignal, (answered = {}) => turn(books.bookApproval(book(), answered)));
  setHandler(messages.rejectSignal, ({ reason, ...answered }) =>
    turn(books.bookApproval(book(), { ...answered, rejected: reason })),
  );
  setHandler(messages.raiseBudgetSignal, (wanted) => turn(books.bookBudget(book(), wanted)));
}

/** Sends a grant or an answer. Whoever it was for may have ended meanwhile; then it has settled its account already. */
async function send(
  message: books.Outgoing,
  news: {
    readonly grant: Omit<messages.Grant, 'calls'>;
    readonly proceed: messages.Resume;
  },
): Promise<void> {
  const to = 'splitAnew' in message ? `${workflowInfo().workflowId}/${message.to}` : message.to;
  const receiver = getExternalWorkflowHandle(to);
  try {
    if ('splitAnew' in message) await receiver.signal(splitAnewSignal, message.splitAnew);
    else if ('grant' in message)
      await receiver.signal(messages.grantSignal, { ...news.grant, calls: message.grant });
    else await receiver.signal(messages.proceedSignal, { ...news.proceed, ...message.proceed });
  } catch (error) {
    if (isCancellation(error)) throw error;
  }
}
