import type { RetryPolicy } from '@temporalio/common';
import type { ActivityOptions } from '@temporalio/workflow';
import { QUEUE } from './messages';

/**
 * How activities are retried. A failure that time mends (a busy provider, a store that restarts) is retried with
 * back-off for about an hour; what is left then, and what time does not mend, pauses the run and never ends it.
 */
const retry: RetryPolicy = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '2 minutes',
  maximumAttempts: 35,
  // What another attempt would only repeat: data of the wrong shape, and promises of ours that are broken.
  nonRetryableErrorTypes: ['ZodError', 'FactsDisagree', 'TypeError', 'RangeError'],
};

/** Without a heartbeat for this long a worker is taken for dead; activities beat every 3 seconds. */
const heartbeatTimeout = '15 seconds';

/** Bookkeeping: a few reads and writes of the store. */
export const BOOKKEEPING: ActivityOptions = {
  taskQueue: QUEUE.workflows,
  startToCloseTimeout: '1 minute',
  retry,
};

/** A model call. A local model may queue it behind many others, so only a missing heartbeat ends it. */
export const MODEL_CALL: ActivityOptions = {
  taskQueue: QUEUE.models,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout,
  retry,
};

/** Some seconds of a chain, which ends a chunk by itself; a slow model may take long over one step, though. */
export const CHAIN_CHUNK: ActivityOptions = {
  taskQueue: QUEUE.models,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout,
  retry,
  // A cancelled chunk still tells what it spent (I3).
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
};

/** Replaying all steps of a chain. */
export const CHAIN_END: ActivityOptions = {
  taskQueue: QUEUE.sandbox,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout,
  retry,
};

/** A model call that another model can take over: after about 15 seconds of failures it does. */
export const MODEL_CALL_AMONG_OTHERS: ActivityOptions = {
  ...MODEL_CALL,
  retry: { ...retry, maximumAttempts: 5 },
};

/** Checking and running an answer, or a package's tests, each within limits of its own: together far below this one. */
export const SANDBOX_RUN: ActivityOptions = {
  taskQueue: QUEUE.sandbox,
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout,
  retry,
};

/** Experiments with many codes: runs of the sandbox for each runner-up of a part that fails, of the package's tests, or for each other answer to a contract. */
export const INQUEST: ActivityOptions = { ...SANDBOX_RUN, startToCloseTimeout: '1 hour' };
