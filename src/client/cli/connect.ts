import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../../adapters/mongo-store';
import type { Settings } from '../../settings';
import { createMillwright } from '../api';
import { ServerUnreachable } from '../errors';
import { workersArePolling } from '../pollers';
import type { Session } from './context';
import type { StackProcess } from './stack-process';

type TemporalSettings = Settings['temporal'];

/** Connects to the server and the store; a stack that was started for it is closed with the session. */
export async function connect(settings: Settings, stack?: StackProcess): Promise<Session> {
  const { temporal, mongoUri = '', models, budget } = settings;
  const connected = await connectStore(mongoUri);
  try {
    const connection = await connectTemporal(temporal);
    const client = new Client({ connection, namespace: temporal.namespace });
    return {
      millwright: createMillwright(client, connected.store),
      defaults: { models, defaultBudget: budget },
      ownsStack: stack !== undefined,
      stackLost: stack?.lost ?? new AbortController().signal,
      close: async ({ leaveStack } = { leaveStack: false }) => {
        await Promise.all([connection.close(), connected.close()]);
        if (leaveStack) stack?.leave();
        else await stack?.stop();
      },
    };
  } catch (error) {
    await connected.close();
    throw error;
  }
}

/** Whether workers are at work on the server; by default one counts that has asked for work in the last 90 seconds. */
export async function isServed(
  temporal: TemporalSettings,
  since = Date.now() - 90_000,
): Promise<boolean> {
  const connection = await connectTemporal(temporal);
  try {
    return await workersArePolling(connection, temporal.namespace, since);
  } finally {
    await connection.close();
  }
}

async function connectTemporal({ connectionOptions }: TemporalSettings): Promise<Connection> {
  try {
    return await Connection.connect(connectionOptions);
  } catch (error) {
    throw new ServerUnreachable(connectionOptions.address ?? 'no address', { cause: error });
  }
}
