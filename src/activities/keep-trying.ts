import { ApplicationFailure, log, sleep } from '@temporalio/activity';

/** Milliseconds between attempts, and how long in all an answer in hand is worth waiting for its store. */
const EVERY_MS = 500;
const FOR_MS = 5 * 60_000;

/**
 * Does `write` again while its failure is one that time mends: an answer that has been paid for is not thrown away,
 * and a call that nobody sent is not taken for a lost one, because the store restarts. Gives up after `forMs`
 * milliseconds (five minutes), on cancellation, or on a failure that would only repeat.
 */
export async function keepTrying<T>(write: () => Promise<T>, forMs = FOR_MS): Promise<T> {
  const until = Date.now() + forMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      const isFinal = !(error instanceof ApplicationFailure) || error.nonRetryable === true;
      if (isFinal || Date.now() > until) throw error;
      log.warn('A record of a call waits for the store', { reason: error.message });
      await sleep(EVERY_MS);
    }
  }
}
