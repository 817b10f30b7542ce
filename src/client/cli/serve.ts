import { readSettings } from '../../settings';
import { runWorker } from '../../worker/main';
import type { WorkerRole } from './context';

export interface ServeOptions {
  readonly roles: readonly WorkerRole[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Serves the roles until the process is told to end, and then until the activities under way have. */
export async function serve({ roles, env, cwd }: ServeOptions): Promise<void> {
  await runWorker({ roles, settings: readSettings(env, cwd) });
}
