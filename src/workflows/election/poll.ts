import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import { ask, type Election } from '../../domain/election';
import type { Asking } from './asking';

/** One election while microagents are asked on its behalf: every vote is durable by itself. */
export interface Poll {
  readonly election: () => Election;
  /** Takes the election as something else than an answer has changed it. */
  readonly turn: (next: Election) => void;
  /** Asks, and consumes answers as they complete, until `isEnough` of the election. */
  readonly until: (isEnough: (election: Election) => boolean) => Promise<void>;
  /** Waits until all that were asked have answered or failed. */
  readonly drain: () => Promise<unknown>;
}

export interface PollOptions {
  readonly election: Election;
  /** How many microagents to ask now; never more than could matter (I4). */
  readonly asksDue: (election: Election) => number;
  /** Asks the sample of this number, and tells how its answer is counted. */
  readonly answer: (index: number) => Promise<(election: Election) => Election>;
  /** Called before each time of asking and waiting. */
  readonly show: () => void;
}

export function openPoll(
  { lease, waiting, spending }: Asking,
  { asksDue, answer, show, ...opened }: PollOptions,
): Poll {
  let { election } = opened;
  let surprise: unknown = null;
  const sampling = new Set<Promise<void>>();

  const begin = (): void => {
    const index = election.asked;
    election = ask(election);
    const running = answer(index)
      .then((count) => {
        election = count(election);
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) surprise ??= error;
      })
      .finally(() => sampling.delete(running));
    sampling.add(running);
  };

  const canBegin = () => asksDue(election) > 0 && lease.available() > 0 && !waiting();
  const until: Poll['until'] = async (isEnough) => {
    while (!isEnough(election)) {
      show();
      while (canBegin() && lease.take()) begin();
      if (asksDue(election) > 0 && lease.available() === 0)
        await lease.request(asksDue(election), spending());
      const before = election;
      // While calls were being asked for, answers may have come after which nothing more will.
      const isDone = () => isEnough(election) || surprise !== null;
      await condition(() => election !== before || canBegin() || isDone());
      if (surprise !== null) throw surprise as Error;
    }
  };

  return {
    election: () => election,
    turn: (next) => void (election = next),
    until,
    drain: () => Promise.all(sampling),
  };
}

/** Until it `isEnough`; before a cancellation goes on its way, all that were asked have told what they spent. */
export async function finishPoll(
  { until, drain }: Poll,
  isEnough: (election: Election) => boolean,
): Promise<void> {
  try {
    await until(isEnough);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(drain);
    throw error;
  }
}
