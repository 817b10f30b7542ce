import { ApplicationFailure } from '@temporalio/common';

/** How patiently one request is tried again by who sent it. */
export interface Patience {
  /** Attempts in all. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for each further one, unless the provider says how long to wait. */
  readonly firstDelayMs: number;
  /** Who is to wait for longer gives up. */
  readonly longestDelayMs: number;
}

/** Milliseconds to wait after a failed attempt, numbered from 1; null when another one here is no use. */
export function delayAfter(
  attempt: number,
  error: unknown,
  { attempts, firstDelayMs, longestDelayMs }: Patience,
): number | null {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable === true) return null;
  if (attempt >= attempts) return null;
  const wanted: unknown = error.nextRetryDelay;
  const delayMs = typeof wanted === 'number' ? wanted : firstDelayMs * 2 ** (attempt - 1);
  return delayMs <= longestDelayMs ? delayMs : null;
}
