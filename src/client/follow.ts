import type { RunStatus } from '../workflows/messages';
import { RunNotFound } from './errors';
import type { LiveTree } from './live-tree';
import type { RunHandle } from './run-handle';
import { isSettled } from './run-status';

/** One picture of a run, its parts taken within a moment of each other. */
export interface Picture {
  readonly status: RunStatus;
  readonly tree: LiveTree;
}

/** The run did not answer: it goes on as soon as its server and a worker are back. */
export interface Silence {
  readonly silentMs: number;
  readonly error: unknown;
}

export interface FollowOptions {
  /** Waits between two pictures; ends early when following was aborted. */
  readonly pause: () => Promise<void>;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/**
 * Pictures of a run until it ends, pauses or waits; the last picture shows that. Faults of the server and of workers
 * are reported as silence and outlived: whoever follows decides how long to wait.
 */
export async function* follow(
  handle: Pick<RunHandle, 'status' | 'tree'>,
  { pause, now, signal }: FollowOptions,
): AsyncGenerator<Picture | Silence, void> {
  let heardAt = now();
  while (signal?.aborted !== true) {
    const heard = await listen(handle);
    if ('error' in heard) {
      yield { silentMs: now() - heardAt, error: heard.error };
    } else {
      heardAt = now();
      yield heard;
      if (isSettled(heard.status.state)) return;
    }
    await pause();
  }
}

async function listen(
  handle: Pick<RunHandle, 'status' | 'tree'>,
): Promise<Picture | { readonly error: unknown }> {
  try {
    const status = await handle.status();
    // The tree comes second, so that a settled status never stands beside an older tree that still votes.
    return { status, tree: await handle.tree() };
  } catch (error) {
    if (error instanceof RunNotFound) throw error;
    return { error };
  }
}
