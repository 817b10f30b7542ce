import type { WorkflowHandle } from '@temporalio/client';
import { resumeSignal, statusQuery } from '../../src/workflows/messages';

/** Makes a run's history so long, by signals that change nothing, that it is to start a fresh one. */
export async function fillHistory(run: WorkflowHandle): Promise<void> {
  for (let sent = 0; sent < 3_600; sent += 200) {
    await Promise.all(Array.from({ length: 200 }, () => run.signal(resumeSignal)));
    // An answer means that they were handled: thousands in one go are taken for a deadlock on a busy machine.
    await run.query(statusQuery);
  }
}
