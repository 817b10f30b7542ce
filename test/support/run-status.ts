import type { WorkflowHandle } from '@temporalio/client';
import type { LanguageModel } from '../../src/activities/ports/language-model';
import type { buildSoftware } from '../../src/workflows';
import {
  resumeSignal,
  statusQuery,
  type Resume,
  type RunStatus,
} from '../../src/workflows/messages';
import type { World } from './temporal';

type Run = WorkflowHandle<typeof buildSoftware>;
type Env = Pick<World<LanguageModel>, 'env'>;

/** Resolves once the run's status is as wanted; the poll is the only way a client can know. */
export async function untilStatus(
  { env }: Env,
  run: Run,
  isWanted: (status: RunStatus) => boolean,
): Promise<RunStatus> {
  for (;;) {
    const status = await run.query(statusQuery);
    if (isWanted(status)) return status;
    await env.sleep(50);
  }
}

/** Resolves once the run is paused or has ended. */
export const settled = (world: Env, run: Run): Promise<RunStatus> =>
  untilStatus(world, run, ({ state }) => state !== 'running');

/** Says resume as often as the run is paused, until it ends: what failed at the same time may be told after the first one. */
export async function resumeToTheEnd(world: Env, run: Run, resume?: Resume): Promise<RunStatus> {
  for (;;) {
    await run.signal(resumeSignal, ...(resume === undefined ? [] : ([resume] as const)));
    const status = await settled(world, run);
    if (status.state !== 'paused') return status;
    await world.env.sleep(50);
  }
}
