import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { MongoClient } from 'mongodb';
import { compiledModule } from '../../src/dev/package-paths';
import { isRunning } from '../../src/dev/process-identity';
import { readRunningStack } from '../../src/dev/running-stack';
import { readStackFile, type StackAddresses } from '../../src/dev/stack-file';
import { useTemporaryFolder } from './temporary-folder';

// The real servers, obtained as a user's machine obtains them: minutes the first time, cached afterwards.
jest.setTimeout(20 * 60_000);

/** The owner of a stack is a process of its own, since it is to be killed. */
const owner = `
  const { startStack } = require(${JSON.stringify(compiledModule('dev/stack.js'))});
  const { progressOnStderr } = require(${JSON.stringify(compiledModule('dev/progress-lines.js'))});
  const hold = setInterval(() => {}, 1000);
  startStack({
    dataDir: process.argv[1],
    env: process.env,
    progress: progressOnStderr(),
    needs: ['temporal', 'store'],
  }).then((stack) => {
    process.once('SIGTERM', () => void stack.stop().then(() => clearInterval(hold)));
    console.log('ready');
  });
`;

const given = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'MONGODB_URI'];
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !given.includes(name))),
  TEMPORAL_CONFIG_FILE: '/none',
};

describe('startStack', () => {
  const folder = useTemporaryFolder();
  const owners: ChildProcess[] = [];

  const start = async (): Promise<StackAddresses> => {
    const child = spawn(process.execPath, ['-e', owner, folder()], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    owners.push(child);
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the stack did not start'))),
    ]);
    const addresses = await readRunningStack(folder());
    if (addresses === undefined) throw new Error('a stack that is ready is found by others');
    return addresses;
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = owners.at(-1);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  const servers = () => readStackFile(folder()).children;
  const until = async (holds: () => boolean) => {
    while (!holds()) await setTimeout(50);
  };

  afterEach(() => end('SIGTERM'));

  it('keeps all data when servers and owner are killed, and leaves nothing running', async () => {
    const first = await start();
    await write(first);

    const killed = servers();
    expect(killed.map(({ name }) => name).sort()).toEqual(['store', 'temporal']);
    for (const { pid } of killed) process.kill(pid, 'SIGKILL');
    const old = killed.map(({ pid }) => pid);
    await until(() => servers().filter(({ pid }) => !old.includes(pid)).length === 2);
    const restarted = await readRunningStack(folder());
    expect(restarted).toEqual(first);
    await expectWritten(first);

    const orphans = servers();
    await end('SIGKILL');
    await until(() => !orphans.some(isRunning));
    expect(await readRunningStack(folder())).toBeUndefined();

    const second = await start();
    expect(second).toEqual(first);
    await expectWritten(second);

    const last = servers();
    await end('SIGTERM');
    expect(last.some(isRunning)).toBe(false);
    expect(readStackFile(folder())).toMatchObject({ children: [] });
    expect(existsSync(join(folder(), 'temporal.db'))).toBe(true);
    expect(readFileSync(join(folder(), 'logs', 'temporal.log'), 'utf8')).not.toMatch(/panic/);
  });
});

async function write(addresses: StackAddresses): Promise<void> {
  await withClients(addresses, async ({ temporal, mongo }) => {
    await temporal.workflow.start('anything', { workflowId: 'kept', taskQueue: 'nobody-listens' });
    await mongo.db().collection<{ _id: string }>('artifacts').insertOne({ _id: 'kept' });
  });
}

async function expectWritten(addresses: StackAddresses): Promise<void> {
  await withClients(addresses, async ({ temporal, mongo }) => {
    const { status } = await temporal.workflow.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
    const artifacts = mongo.db().collection<{ _id: string }>('artifacts');
    await expect(artifacts.findOne({ _id: 'kept' })).resolves.toEqual({ _id: 'kept' });
    const attributes = await temporal.connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(attributes.customAttributes)).toEqual(
      expect.arrayContaining(['MillwrightFamily', 'MillwrightPhase', 'MillwrightState']),
    );
  });
}

interface Clients {
  readonly temporal: Client & { readonly connection: Connection };
  readonly mongo: MongoClient;
}

async function withClients(
  { temporalAddress = '', mongoUri = '' }: StackAddresses,
  use: (clients: Clients) => Promise<void>,
): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress });
  const mongo = new MongoClient(mongoUri);
  try {
    await use({ temporal: Object.assign(new Client({ connection }), { connection }), mongo });
  } finally {
    await mongo.close();
    await connection.close();
  }
}
