import {
  CancellationScope,
  CancelledFailure,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import { splitAnewSignal, type Redecomposition } from '../redecomposition';

/** What the user wants split anew, of the task that hears it and of what it has finished below it. */
export interface Wishes {
  /** Those that have not been heeded, in the order of their coming. */
  readonly open: () => readonly Redecomposition[];
  /** Takes a wish for heeded. */
  readonly close: (wish: Redecomposition) => void;
  /**
   * Does `work` until it ends, or until the user wants something that concerns it: then all that is under way in it is
   * cancelled, and has told what it spent before this returns (I3).
   */
  readonly interruptible: <T>(
    concerns: (wish: Redecomposition) => boolean,
    work: () => Promise<T>,
  ) => Promise<Interruptible<T>>;
}

type Interruptible<T> =
  | { readonly done: T; readonly wish?: never }
  | { readonly done?: never; readonly wish: Redecomposition };

/** Sets the handler of `splitAnew`; call it once, at the start of a task's workflow. */
export function openWishes(): Wishes {
  let open: readonly Redecomposition[] = [];
  const listeners = new Set<() => void>();
  setHandler(splitAnewSignal, (wish) => {
    if (open.some(({ id }) => id === wish.id)) return;
    open = [...open, wish];
    for (const heed of listeners) heed();
  });
  return {
    open: () => open,
    close: (wish) => {
      open = open.filter(({ id }) => id !== wish.id);
    },
    interruptible: async (concerns, work) => {
      const scope = new CancellationScope();
      const wanted = () => open.find(concerns);
      const heed = (): void => {
        if (wanted() !== undefined) scope.cancel();
      };
      listeners.add(heed);
      try {
        return { done: await scope.run(work) };
      } catch (error) {
        const wish = wanted();
        const isOurs = isCancellation(error) && !CancellationScope.current().consideredCancelled;
        if (wish === undefined || !isOurs) throw error;
        return { wish };
      } finally {
        listeners.delete(heed);
      }
    },
  };
}

/** Ends what was cancelled: an election that was says so by its outcome alone, and is none that failed. */
export function endIfCancelled(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('cancelled');
}
