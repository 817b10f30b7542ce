import { isBelow } from '../../domain/task-path';
import type { FaultReport, LeaseRequest, TaskReport } from '../messages';
import type { Redecomposition } from '../redecomposition';

/** What of a run's book waits for somebody. */
interface Waiting {
  readonly wishes?: readonly Redecomposition[];
  readonly faults: readonly FaultReport[];
  readonly leases: readonly LeaseRequest[];
}

/** The book after a task's report: wishes that it has heeded are gone, and with them what waited below it. */
export function bookHeeded<Book extends Waiting>(book: Book, report: TaskReport): Book {
  const { status, heeded = [], isLast } = report;
  const { wishes = [] } = book;
  const isOwn = ({ id, task }: Redecomposition) => heeded.includes(id) && task === status.task;
  const left = wishes.filter(
    ({ id, task }) => !heeded.includes(id) && !(isLast && task === status.task),
  );
  if (!wishes.some(isOwn)) return left.length === wishes.length ? book : { ...book, wishes: left };
  const isOf = (path: string) => isBelow(path, status.task);
  const isWaiting = ({ from }: { readonly from: string }) =>
    isOf(from.slice(from.indexOf('/') + 1));
  return {
    ...book,
    wishes: left.filter(({ task }) => !isOf(task)),
    faults: book.faults.filter((fault) => !isWaiting(fault)),
    leases: book.leases.filter((lease) => !isWaiting(lease)),
  };
}
