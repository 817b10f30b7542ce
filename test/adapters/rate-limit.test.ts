import fc from 'fast-check';
import { type Clock, type RateLimits, RateLimiter } from '../../src/adapters/rate-limit';

/** A clock that stands still until all that can happen has happened, and then jumps to the next wake-up. */
class JumpingClock implements Clock {
  #nowMs = 0;
  readonly #wakes = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, wake: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, wake };
    this.#wakes.add(entry);
    return () => this.#wakes.delete(entry);
  }

  /** Lives through everything that is planned, and returns once nothing is. */
  async run(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      const [next] = [...this.#wakes].sort((one, other) => one.atMs - other.atMs);
      if (next === undefined) return;
      this.#wakes.delete(next);
      this.#nowMs = next.atMs;
      next.wake();
    }
  }
}

interface Job {
  readonly tokens: number;
  readonly durationMs: number;
}

interface Ran {
  readonly job: number;
  readonly tokens: number;
  readonly startMs: number;
  readonly endMs: number;
}

async function runAll(limits: RateLimits, jobs: readonly Job[]): Promise<readonly Ran[]> {
  const clock = new JumpingClock();
  const limiter = new RateLimiter(limits, clock);
  const { signal } = new AbortController();
  const ran: Ran[] = [];
  const all = jobs.map(({ tokens, durationMs }, job) =>
    limiter.run({ tokens, signal }, async () => {
      const startMs = clock.now();
      ran.push({ job, tokens, startMs, endMs: startMs + durationMs });
      await new Promise<void>((done) => clock.after(durationMs, done));
    }),
  );
  await clock.run();
  await Promise.all(all);
  return ran;
}

const someJobs = fc.array(fc.record({ tokens: fc.nat(200), durationMs: fc.nat(90_000) }), {
  maxLength: 25,
});
const someLimits = fc.record({
  concurrency: fc.integer({ min: 1, max: 5 }),
  requestsPerMinute: fc.integer({ min: 1, max: 6 }),
  tokensPerMinute: fc.integer({ min: 100, max: 400 }),
});

describe('RateLimiter.run', () => {
  it('runs every call once, in order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(someLimits, someJobs, async (limits, jobs) => {
        const ran = await runAll(limits, jobs);
        expect(ran.map(({ job }) => job)).toEqual(jobs.map((_, job) => job));
      }),
    );
  });

  it('never exceeds a limit in any 60 seconds, nor the requests under way', async () => {
    await fc.assert(
      fc.asyncProperty(someLimits, someJobs, async (limits, jobs) => {
        const ran = await runAll(limits, jobs);
        for (const { startMs } of ran) {
          const minute = ran.filter(
            (other) => startMs <= other.startMs && other.startMs < startMs + 60_000,
          );
          const tokens = minute.reduce((sum, one) => sum + one.tokens, 0);
          expect(minute.length).toBeLessThanOrEqual(limits.requestsPerMinute);
          // A request larger than the limit goes alone.
          expect(tokens <= limits.tokensPerMinute || minute.length === 1).toBe(true);
          const underWay = ran.filter((other) => other.startMs <= startMs && startMs < other.endMs);
          expect(underWay.length).toBeLessThanOrEqual(limits.concurrency);
        }
      }),
    );
  });

  it('does not make a call wait for nothing', async () => {
    const jobs = Array.from({ length: 7 }, () => ({ tokens: 10, durationMs: 1_000 }));
    const ran = await runAll({ concurrency: 2, requestsPerMinute: 3 }, jobs);

    expect(ran.map(({ startMs }) => startMs)).toEqual([
      0, 0, 1_000, 60_000, 60_000, 61_000, 120_000,
    ]);
  });

  it('lets the next call go when one failed', async () => {
    const limiter = new RateLimiter({ concurrency: 1 });
    const { signal } = new AbortController();
    const failing = limiter.run({ tokens: 1, signal }, async () => {
      throw new Error('down');
    });
    const next = limiter.run({ tokens: 1, signal }, async () => 'up');

    await expect(failing).rejects.toThrow('down');
    await expect(next).resolves.toBe('up');
  });

  it('drops a waiting call whose signal is aborted, and lets the ones behind it go', async () => {
    const limiter = new RateLimiter({ concurrency: 1 });
    const { signal } = new AbortController();
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const called: string[] = [];
    let finish: () => void = () => {};
    const first = limiter.run(
      { tokens: 1, signal },
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    const dropped = limiter.run({ tokens: 1, signal: controller.signal }, async () =>
      called.push('dropped'),
    );
    const last = limiter.run({ tokens: 1, signal }, async () => called.push('last'));
    controller.abort(reason);

    await expect(dropped).rejects.toBe(reason);
    finish();
    await Promise.all([first, last]);
    expect(called).toEqual(['last']);
  });

  it('lets no slot leak when a call is aborted after it was let through', async () => {
    const limiter = new RateLimiter({ concurrency: 1 });
    const controller = new AbortController();
    const first = limiter.run({ tokens: 1, signal: controller.signal }, async () => 'done');
    controller.abort();

    await expect(first).resolves.toBe('done');
    await expect(
      limiter.run({ tokens: 1, signal: new AbortController().signal }, async () => 'next'),
    ).resolves.toBe('next');
  });
});
