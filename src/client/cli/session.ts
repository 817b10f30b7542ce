import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../../adapters/mongo-store';
import { environmentOf, readRunningStack } from '../../dev/running-stack';
import { readSettings, type Settings } from '../../settings';
import { createMillwright } from '../api';
import { workersArePolling } from '../pollers';
import type { CommandContext, Session, SessionOptions } from './context';
import { type StackProcess, startStackProcess } from './stack-process';

/** Thrown when there is nothing to connect to, and the command is none that starts it. */
export class NothingUp extends Error {
  override readonly name = 'NothingUp';
}

/**
 * Connects to the stack that is up in this folder, else to the configured servers if workers are at work there, else
 * starts a stack that adds what is not configured. Nothing stays open when it throws.
 */
export async function openSession(
  context: CommandContext,
  { mayStart }: SessionOptions,
): Promise<Session> {
  const { env, cwd, interrupted, output } = context;
  const settings = readSettings(env, cwd);
  const running = await readRunningStack(settings.dataDir, interrupted);
  if (running !== undefined)
    return connect(readSettings({ ...environmentOf(running), ...env }, cwd));
  if (areGiven(settings) && (!mayStart || (await isServed(settings)))) return connect(settings);
  if (!mayStart) throw nothingUp(settings);
  const stack = await startStackProcess({
    dataDir: settings.dataDir,
    env,
    cwd,
    tell: output.relay,
    signal: interrupted,
  });
  try {
    return await connect(readSettings({ ...environmentOf(stack.addresses), ...env }, cwd), stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function connect(settings: Settings, stack?: StackProcess): Promise<Session> {
  const { temporal, mongoUri = '', models, budget } = settings;
  const connected = await connectStore(mongoUri);
  try {
    const connection = await Connection.connect(temporal.connectionOptions);
    const client = new Client({ connection, namespace: temporal.namespace });
    return {
      millwright: createMillwright(client, connected.store),
      defaults: { models, defaultBudget: budget },
      ownsStack: stack !== undefined,
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

function areGiven({ temporal, mongoUri }: Settings): boolean {
  return temporal.connectionOptions.address !== undefined && mongoUri !== undefined;
}

/** A worker that has asked for work within this time, in milliseconds, is taken to be alive. */
const RECENTLY_MS = 90_000;

async function isServed({ temporal }: Settings): Promise<boolean> {
  const connection = await Connection.connect(temporal.connectionOptions);
  try {
    return await workersArePolling(connection, temporal.namespace, Date.now() - RECENTLY_MS);
  } finally {
    await connection.close();
  }
}

function nothingUp({ dataDir }: Settings): NothingUp {
  return new NothingUp(
    `found no stack running in ${dataDir}, expected one, or TEMPORAL_ADDRESS and MONGODB_URI set: ` +
      'start one with "millwright dev", or go on with a run with "millwright resume RUN"',
  );
}
