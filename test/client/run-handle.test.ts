import { NobodyAnswers, RunNotFound } from '../../src/client/errors';
import { createRunHandle, type RunHandle } from '../../src/client/run-handle';
import { certificate } from './support/certificates';
import { type FakeWorkflow, fakeServer, memoryStore, pendingRetry } from './support/fake-server';
import { runStatus, task } from './support/runs';

function handleOn(workflow: FakeWorkflow, others: Readonly<Record<string, FakeWorkflow>> = {}) {
  const { client, sent } = fakeServer({ r: workflow, ...others });
  const store = memoryStore();
  return { handle: createRunHandle(client, store, 'r'), sent, store };
}

describe('createRunHandle', () => {
  const messages: [string, (handle: RunHandle) => Promise<unknown>, unknown][] = [
    ['pause', (handle) => handle.pause(), { to: 'r', signal: 'pause', args: [] }],
    ['resume', (handle) => handle.resume(), { to: 'r', signal: 'resume', args: [] }],
    [
      'approve',
      async (handle) => (await handle.approve()).delivery,
      { to: 'r', signal: 'approve', args: [] },
    ],
    [
      'reject',
      async (handle) => (await handle.reject('why')).delivery,
      { to: 'r', signal: 'reject', args: [{ reason: 'why' }] },
    ],
    [
      'budget',
      (handle) => handle.raiseBudget({ usd: 9 }),
      { to: 'r', signal: 'raiseBudget', args: [{ usd: 9 }] },
    ],
    ['cancel', (handle) => handle.cancel(), { to: 'r', cancel: true }],
  ];

  it.each(messages)('sends %s to the root workflow', async (_name, send, message) => {
    const { handle, sent } = handleOn({ queries: { status: runStatus() } });
    await expect(send(handle)).resolves.toBe('delivered');
    expect(sent).toEqual([message]);
  });

  it.each([
    ['approve', (handle: RunHandle) => handle.approve(), {}],
    ['reject', (handle: RunHandle) => handle.reject('why'), { reason: 'why' }],
  ])('says with %s which question it answers', async (signal, send, said) => {
    const pause = { code: 'approval', message: 'Well?' };
    const { handle, sent } = handleOn({
      queries: { status: runStatus({ state: 'waiting', pause }) },
    });
    await expect(send(handle)).resolves.toEqual({ delivery: 'delivered', question: 'Well?' });
    expect(sent).toEqual([{ to: 'r', signal, args: [{ ...said, question: 'Well?' }] }]);
  });

  it.each(messages)('takes %s to an ended run for no harm', async (_name, send) => {
    const queries = { status: new NobodyAnswers('r') };
    const { handle, sent } = handleOn({ execution: 'COMPLETED', queries });
    await expect(send(handle)).resolves.toBe('too-late');
    expect(sent).toEqual([]);
  });

  it.each(messages)('refuses %s to a run that does not exist', async (_name, send) => {
    const { client } = fakeServer();
    await expect(send(createRunHandle(client, memoryStore(), 'r'))).rejects.toThrow(RunNotFound);
  });

  it('corrects the status of a run that was terminated from outside', async () => {
    const { handle } = handleOn({ execution: 'TERMINATED', queries: { status: runStatus() } });
    await expect(handle.status()).resolves.toMatchObject({ state: 'failed', phase: 'ended' });
  });

  it('puts the live tally of a running election beside its task', async () => {
    const tally = {
      task: 'a',
      kind: 'code',
      margin: 2,
      tally: [],
      inFlight: 2,
      redFlags: {},
      flagged: 0,
      calls: 0,
    };
    const tasks = [task('a', { election: 'r/a/code' }), task('b')];
    const tree = { run: 'r', state: 'running', tasks };
    const { handle } = handleOn(
      { queries: { tree } },
      { 'r/a/code': { queries: { election: tally } } },
    );
    const { tasks: live } = await handle.tree();
    expect(live.map((each) => each.live)).toEqual([tally, null]);
  });

  it('says what is tried again in a running election, in a busy task and in the root', async () => {
    const tasks = [
      task('a', { state: 'voting', election: 'r/a#code' }),
      task('b', { state: 'sizing' }),
      task('c', { state: 'solved' }),
    ];
    const tree = { run: 'r', state: 'running', tasks };
    const failing = (message: string) => ({ pending: [pendingRetry(2, message)] });
    const { handle } = handleOn(
      { queries: { tree }, ...failing('root') },
      { 'r/a#code': failing('election'), 'r/b': failing('task'), 'r/c': failing('never asked') },
    );
    const live = await handle.tree();
    expect(live.retry?.message).toBe('root');
    expect(live.tasks.map(({ retry }) => retry?.message)).toEqual(['election', 'task', undefined]);
  });

  it('asks 50 elections at the most', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `t${at}`);
    const tasks = names.map((name) => task(name, { state: 'voting', election: `r/${name}#code` }));
    const elections = names.map((name) => [
      `r/${name}#code`,
      { pending: [pendingRetry(2, 'It is busy.')] },
    ]);
    const { handle } = handleOn(
      { queries: { tree: { run: 'r', state: 'running', tasks } } },
      Object.fromEntries(elections) as Record<string, FakeWorkflow>,
    );
    const live = await handle.tree();
    expect(live.tasks.filter(({ retry }) => retry !== null)).toHaveLength(50);
  });

  it('shows the tree without the tally of an election that has just ended', async () => {
    const tree = { run: 'r', state: 'running', tasks: [task('a', { election: 'r/a/code' })] };
    const { handle } = handleOn({ queries: { tree } });
    expect((await handle.tree()).tasks[0]?.live).toBeNull();
  });

  it('reads the certificate of an ended run from the store, without asking a worker', async () => {
    const { client } = fakeServer({ r: { execution: 'COMPLETED', result: await resultIn() } });
    await expect(createRunHandle(client, store, 'r').certificate()).resolves.toEqual(certificate());
  });

  it('has no certificate for a run that goes on', async () => {
    const { handle } = handleOn({ queries: { status: runStatus() } });
    await expect(handle.certificate()).resolves.toBeNull();
  });

  const store = memoryStore();
  async function resultIn() {
    return { status: 'done', artifact: null, certificate: await store.put(certificate()) };
  }
});
