import { ServiceError } from '@temporalio/client';
import { NobodyAnswers } from '../../../src/client/errors';
import type { BuildResult, PauseReason } from '../../../src/workflows/messages';

/** A run that is under way, as far as it is followed. */
export interface FollowedRun {
  readonly status: () => Promise<{ readonly pause: PauseReason | null }>;
  readonly cancel: () => Promise<unknown>;
  readonly result: () => Promise<BuildResult>;
}

/**
 * The run's end; one that waits for its user is cancelled, as nobody is there.
 * @throws Error when it paused for a fault: what it came to would be no measurement.
 */
export async function followRun(run: FollowedRun, lookMs = LOOK_MS): Promise<BuildResult> {
  const end = run.result();
  while (!(await endsWithin(end, lookMs))) {
    const pause = await pauseOf(run);
    if (pause === null) continue;
    if (!QUESTIONS.includes(pause.code))
      throw new Error(`A run of the benchmark paused (${pause.code}): ${pause.message}`);
    await run.cancel();
    break;
  }
  return end;
}

/** How long the root is left alone between two looks at it: only a run that waits for its user is noticed so late. */
const LOOK_MS = 2_000;

/** What is put before the user because the work has come to an end of its own, and not because something is broken. */
const QUESTIONS: readonly string[] = ['task.stuck', 'repair.stuck', 'package.stuck', 'approval'];

async function endsWithin(end: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  return Promise.race([end.then(() => true), tooLate]).finally(() => {
    clearTimeout(timer);
  });
}

/** Why the run waits; null also where a busy worker or server did not say so: it is asked again, and `result` ends with a server that is gone. */
async function pauseOf(run: FollowedRun): Promise<PauseReason | null> {
  try {
    return (await run.status()).pause;
  } catch (error) {
    if (error instanceof NobodyAnswers || error instanceof ServiceError) return null;
    throw error;
  }
}
