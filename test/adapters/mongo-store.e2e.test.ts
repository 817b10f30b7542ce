import { ApplicationFailure } from '@temporalio/common';
import { MongoClient } from 'mongodb';
import { type ConnectedStore, MAX_VALUE_BYTES, connectStore } from '../../src/adapters/mongo-store';
import { choosePorts } from '../../src/dev/ports';
import { TestDocumentStore } from '../support/document-store';
import { describeStore } from '../support/store-contract';

let server: TestDocumentStore;
let connected: ConnectedStore;

beforeAll(async () => {
  server = await TestDocumentStore.create();
  await server.start();
  connected = await connectStore(server.uri);
}, 300_000);

afterAll(async () => {
  await connected.close();
  await server.remove();
});

describe('the store of connectStore', () => {
  describeStore(() => connected.store);

  it('keeps a value of the largest size, and refuses a larger one before it is sent', async () => {
    const largest = 'x'.repeat(MAX_VALUE_BYTES - 2);
    const hash = await connected.store.put(largest);
    const other = await connectStore(server.uri);

    expect((await other.store.get(hash)) === largest).toBe(true);
    await expect(connected.store.put(largest + 'x')).rejects.toMatchObject({
      type: 'store.too-large',
      nonRetryable: true,
    });
    await other.close();
  });

  it('shows every connection what another has written', async () => {
    const hash = await connected.store.put({ shared: true });
    await connected.store.record('shared:1', 'first');
    const other = await connectStore(server.uri);

    expect(await other.store.get(hash)).toEqual({ shared: true });
    expect(await other.store.record('shared:1', 'second')).toBe('first');
    await other.close();
  });

  it('notices an artifact that was changed behind its back', async () => {
    const hash = await connected.store.put({ untouched: true });
    const client = new MongoClient(server.uri);
    const artifacts = client.db().collection<{ _id: string; text: string }>('artifacts');
    await artifacts.replaceOne({ _id: hash }, { text: '{"untouched":false}' });
    await client.close();
    const other = await connectStore(server.uri);

    await expect(other.store.get(hash)).rejects.toMatchObject({ type: 'store.corrupt' });
    await other.close();
  });

  it('fails for a while when the database is killed, and has everything when it is back', async () => {
    const hash = await connected.store.put({ before: 'the crash' });
    await connected.store.record('crash:1', 'before');
    await server.kill();
    const failure = await failureOf(connected.store.record('crash:2', 'during'));
    await server.start();

    expect(failure).toMatchObject({ type: 'store.unavailable', nonRetryable: false });
    expect(failure.message).toMatch(
      /document store at 127\.0\.0\.1:\d+ did not answer.*start the store/,
    );
    const other = await connectStore(server.uri);
    expect(await other.store.get(hash)).toEqual({ before: 'the crash' });
    await other.close();
    // The connection that saw the crash goes on too, and its failed write can be repeated.
    expect(await connected.store.record('crash:2', 'again')).toBe('again');
    expect(await connected.store.record('crash:1', 'after')).toBe('before');
  });

  it('fails in place of hanging when the database accepts but does not answer', async () => {
    const impatient = await connectStore(server.uri, { answerWithinMs: 1_000 });
    const thaw = server.freeze();
    const failure = await failureOf(impatient.store.find('frozen:1'));
    thaw();

    expect(failure).toMatchObject({ type: 'store.unavailable', nonRetryable: false });
    await expect(impatient.ping()).resolves.toBeUndefined();
    await impatient.close();
  });
});

describe('connectStore', () => {
  it('says in seconds that nobody listens, without the password', async () => {
    const { port } = await choosePorts(['port'], {});
    const failure = await failureOf(
      connectStore(`mongodb://me:hunter2-and-more@127.0.0.1:${port}/x`),
    );

    expect(failure).toMatchObject({ type: 'store.unavailable', nonRetryable: false });
    expect(failure.message).toContain(`127.0.0.1:${port}`);
    expect(failure.message + String(failure.stack)).not.toContain('hunter2');
  });

  it.each([
    '',
    'http://127.0.0.1/x',
    'mongodb://me:hunter2%zz@',
    'mongodb://me:hunter2@host:port/x',
  ])('refuses the address "%s" for good, without the password', async (uri) => {
    const failure = await failureOf(connectStore(uri));

    expect(failure).toMatchObject({ type: 'store.bad-address', nonRetryable: true });
    expect(failure.message + String(failure.stack)).not.toContain('hunter2');
  });

  it('uses the database millwright when the address names none', async () => {
    const bare = await connectStore(server.uri.replace('/millwright', '/'));
    await bare.store.record('named:1', 'here');
    await bare.close();

    expect(await connected.store.find('named:1')).toBe('here');
  });
});

async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const failure: unknown = await work.catch((error: unknown) => error);
  if (failure instanceof ApplicationFailure) return failure;
  throw new Error('expected an ApplicationFailure', { cause: failure });
}
