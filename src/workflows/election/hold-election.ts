import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { isOver } from '../../domain/election';
import type { ElectionOutcome } from './election-outcome';
import { openRace, type ElectionInput } from './race';

/**
 * Samples microagents on one subject until a candidate leads by the margin, or none can (I2). Every vote is durable
 * by itself; answers are consumed as they complete, and no more are in flight than could matter (I4). Where votes on
 * code differ, discriminators judge the difference before more is asked, and what they elect turns answers away; so
 * does what verifiers agree on of calls on which the winner may be wrong unnoticed.
 */
export async function holdElection(input: ElectionInput): Promise<ElectionOutcome> {
  const { poll, due, settle, isTurnedAway, conclude } = openRace(input);
  try {
    for (;;) {
      await poll.until((election) => isOver(election) || due(election) !== null);
      const pair = due(poll.election());
      if (pair !== null) await settle(pair);
      else if (!(await isTurnedAway())) return conclude(false);
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(poll.drain);
    return conclude(true);
  }
}
