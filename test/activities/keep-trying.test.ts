import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { keepTrying } from '../../src/activities/keep-trying';
import { runActivity, silentEnvironment } from '../support/activity';

const down = () => ApplicationFailure.retryable('The store is down.', 'store.unavailable');

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('keepTrying', () => {
  it('writes again until the store is back, and gives what the write gave', async () => {
    const write = jest
      .fn<Promise<string>, []>()
      .mockRejectedValueOnce(down())
      .mockRejectedValueOnce(down())
      .mockResolvedValue('written');
    const written = runActivity(() => keepTrying(write));
    await jest.advanceTimersByTimeAsync(60_000);
    await expect(written).resolves.toBe('written');
    expect(write).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['a refusal', ApplicationFailure.nonRetryable('wrong password', 'store.unauthorised')],
    ['a mistake of ours', new TypeError('no such function')],
  ])('gives up at once on %s, which would only repeat', async (_, failure) => {
    const write = jest.fn<Promise<string>, []>().mockRejectedValue(failure);
    await expect(runActivity(() => keepTrying(write))).rejects.toBe(failure);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('gives up on a store that stays away, with its failure', async () => {
    const write = jest.fn<Promise<string>, []>().mockImplementation(() => Promise.reject(down()));
    const failure = failureOf(runActivity(() => keepTrying(write)));
    await jest.advanceTimersByTimeAsync(10 * 60_000);
    expect(await failure).toMatchObject({ type: 'store.unavailable' });
    expect(write.mock.calls.length).toBeGreaterThan(100);
  });

  it('stops waiting when the activity is cancelled', async () => {
    const env = silentEnvironment();
    const write = jest.fn<Promise<string>, []>().mockImplementation(() => Promise.reject(down()));
    const failure = failureOf(env.run(() => keepTrying(write)));
    await jest.advanceTimersByTimeAsync(0);
    env.cancel();
    await jest.advanceTimersByTimeAsync(0);
    expect(await failure).toBeInstanceOf(CancelledFailure);
    expect(write).toHaveBeenCalledTimes(1);
  });
});

/** What the promise will be rejected with; awaited at once, so that no rejection is unhandled meanwhile. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
