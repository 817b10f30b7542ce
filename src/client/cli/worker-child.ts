import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ChildSpec } from '../../dev/supervised-child';
import { workersArePolling } from '../pollers';

/** A worker process with every role for the supervisor; healthy once it asks the server for work. */
export function workerChild(env: NodeJS.ProcessEnv, cwd: string): ChildSpec {
  const [, main = ''] = process.argv;
  const since = Date.now();
  return {
    name: 'worker',
    command: process.execPath,
    args: [...process.execArgv, main, 'worker'],
    cwd,
    env,
    isHealthy: () => isPolling(env, since).catch(() => false),
    startTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  };
}

async function isPolling(env: NodeJS.ProcessEnv, since: number): Promise<boolean> {
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars });
  const connection = await Connection.connect(connectionOptions);
  try {
    return await workersArePolling(connection, namespace, since);
  } finally {
    await connection.close();
  }
}
