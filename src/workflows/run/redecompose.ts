import { depthOf, isBelow, renewedPath, versionOf } from '../../domain/task-path';
import type { TaskStatus } from '../messages';
import type { Redecomposition, RedecompositionAnswer } from '../redecomposition';
import type { RunBook } from './run-book';

/** The book with a wish of the user in it, and what the user is told of it. */
export function bookRedecomposition(
  book: RunBook,
  wish: Redecomposition,
  { maxDepth }: { readonly maxDepth: number },
): { readonly book: RunBook; readonly answer: RedecompositionAnswer } {
  const fault = faultOf(book, wish.task);
  if (fault !== null) return { book, answer: fault };
  return {
    book: {
      ...book,
      wishes: [...(book.wishes ?? []), wish],
      outbox: [...book.outbox, { to: wish.task, splitAnew: wish }],
    },
    answer: {
      outcome: 'begun',
      message:
        depthOf(wish.task) < maxDepth
          ? `${wish.task} is split anew.`
          : `${wish.task} stands ${maxDepth} below the entry, where the spec's maxDepth allows no split: it is written anew as one leaf.`,
    },
  };
}

/** Why nothing is changed; null where something can be. */
function faultOf(book: RunBook, wanted: string): RedecompositionAnswer | null {
  const task = book.tasks.find((known) => known.task === wanted);
  if (task === undefined)
    return refuse(`found no task ${wanted} in this run, expected one that its tree shows`);
  if (isUnderWayAnew(book, task)) return unchanged(`${wanted} is being split anew already.`);
  const renewed = renewedPath(wanted);
  if (wanted.includes('/') && book.tasks.some((known) => known.task === renewed))
    return unchanged(
      `found that ${renewed} has replaced ${wanted}, expected a task that is in use: name ${renewed} to have that one split anew.`,
    );
  return faultOfState(book, task);
}

function faultOfState(book: RunBook, { task, state }: TaskStatus): RedecompositionAnswer | null {
  if (state === 'discarded')
    return refuse(
      `found that ${task} belongs to a decomposition that was given up, expected a task that is in use: choose one that the tree does not show as discarded`,
    );
  if (state === 'waiting')
    return refuse(
      `found that ${task} has not begun, expected a task with something to throw away: name the task above it, or wait`,
    );
  if (!task.includes('/') && versionOf(task).version > 1)
    return refuse(
      `found that ${task} repairs the package, expected a task that builds a part of it: wait until it has, or until the run pauses`,
    );
  return hasEnded(book, task) ? refuse(describeFinished(book, task)) : null;
}

/** A finished part is in use elsewhere already, so what can be thrown away is the task that is being built of it. */
function describeFinished(book: RunBook, task: string): string {
  const above = underWayAbove(book, task);
  const advice =
    above === null
      ? 'none above it is either, so this run keeps it; once it pauses, resume builds the whole anew, and cancel ends it'
      : `name ${above}, which is split anew with all below it`;
  return `found that ${task} is finished, expected a task that is under way: ${advice}`;
}

function underWayAbove(book: RunBook, task: string): string | null {
  const above = task.slice(0, Math.max(0, task.lastIndexOf('/')));
  if (above === '') return null;
  return hasEnded(book, above) ? underWayAbove(book, above) : above;
}

function hasEnded({ top, tasks }: RunBook, task: string): boolean {
  const state = tasks.find((known) => known.task === task)?.state;
  return state === undefined || state === 'solved' || state === 'discarded' || top?.task === task;
}

/** Whether it has been said already, of the task or of one above it, and nothing new is decided yet. */
function isUnderWayAnew({ wishes = [] }: RunBook, { task, isAnew = false }: TaskStatus): boolean {
  return isAnew || wishes.some((wish) => isBelow(task, wish.task));
}

const refuse = (message: string): RedecompositionAnswer => ({ outcome: 'refused', message });
const unchanged = (message: string): RedecompositionAnswer => ({ outcome: 'unchanged', message });
