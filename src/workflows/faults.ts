import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  rootCause,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  faultSignal,
  proceedSignal,
  type PauseReason,
  type Proceed,
  type Resume,
} from './messages';

/** How a workflow below the root deals with what it cannot settle alone: it tells the root and waits for the user. */
export interface Escalation {
  /**
   * Does `work` until it succeeds. A fault pauses the run with its reason and loses nothing: once the user says go on,
   * the work is done again. Only cancellation ends it.
   */
  readonly persist: <T>(work: () => Promise<T>) => Promise<T>;
  /** Puts a question or a dead end before the user, and waits for the answer. */
  readonly refer: (pause: PauseReason) => Promise<Proceed>;
  /** Whether the user is being waited for: nothing new should be begun. */
  readonly waiting: () => boolean;
}

/** Sets the handler of `proceed`; call it once, at the start of a workflow. `heed` is told what changes as it goes on. */
export function openEscalation(
  run: string,
  heed: (news: Resume) => void = () => undefined,
): Escalation {
  const root = getExternalWorkflowHandle(run);
  let answers = 0;
  let waiting = 0;
  let latest: Proceed = {};
  setHandler(proceedSignal, (answer) => {
    heed(answer);
    answers += 1;
    latest = answer;
  });

  const refer = async (pause: PauseReason): Promise<Proceed> => {
    const seen = answers;
    waiting += 1;
    try {
      // One fault is enough to wait for: a second one that arrives after the user's answer would pause the run again.
      if (waiting === 1) await root.signal(faultSignal, { from: workflowInfo().workflowId, pause });
      await condition(() => answers > seen);
      return latest;
    } finally {
      waiting -= 1;
    }
  };

  return {
    persist: (work) => persistently(work, refer),
    refer,
    waiting: () => waiting > 0,
  };
}

/** Does `work` until it succeeds: after each fault it waits for `mended`, which is told why. Only cancellation ends it. */
export async function persistently<T>(
  work: () => Promise<T>,
  mended: (pause: PauseReason) => Promise<unknown>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isCancellation(error) || !isFailureOfTheWorld(error)) throw error;
      await mended(pauseReasonOf(error));
    }
  }
}

/** What the user is told of a failed activity or child. */
function pauseReasonOf(error: unknown): PauseReason {
  const cause = rootCause(error) ?? String(error);
  const failure = error instanceof ActivityFailure ? error.cause : error;
  const code =
    failure instanceof ApplicationFailure ? (failure.type ?? 'unexpected') : 'unexpected';
  return { code, message: cause };
}

/** A bug of ours is no such failure: it fails the workflow task, which is retried once the code is mended. */
export function isFailureOfTheWorld(error: unknown): boolean {
  return (
    error instanceof Error &&
    'cause' in error &&
    /^(Activity|ChildWorkflow)Failure$/.test(error.name)
  );
}
