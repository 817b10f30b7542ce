import type { ModelProfile } from '../schemas/model';

/** Limits of one model, as configured: requests under way, and requests and tokens in any 60 seconds. */
export type RateLimits = ModelProfile['limits'];

/** The time a limiter lives in; tests bring their own. */
export interface Clock {
  /** Milliseconds, never going back. */
  now(): number;
  /** Calls `wake` once after `delayMs`, unless the returned function is called before. */
  after(delayMs: number, wake: () => void): () => void;
}

const monotonicClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, wake) => {
    const timer = setTimeout(wake, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A request let through: when, and how many tokens it was expected to need at most. */
export interface Start {
  readonly atMs: number;
  readonly tokens: number;
}

/**
 * Milliseconds until a request of `tokens` may start so that no 60 seconds ever hold more than the limits allow;
 * 0 is now. A single request above the token limit goes alone, for it could never go otherwise.
 * `starts` are the earlier requests, oldest first.
 */
function delayUntilAllowed(
  request: { readonly starts: readonly Start[]; readonly nowMs: number; readonly tokens: number },
  { requestsPerMinute = Infinity, tokensPerMinute = Infinity }: Omit<RateLimits, 'concurrency'>,
): number {
  const recent = request.starts.filter(({ atMs }) => request.nowMs < atMs + WINDOW_MS);
  let requests = recent.length;
  let tokens = recent.reduce((sum, start) => sum + start.tokens, 0);
  let allowedAtMs = request.nowMs;
  for (const start of recent) {
    if (requests + 1 <= requestsPerMinute && tokens + request.tokens <= tokensPerMinute) break;
    allowedAtMs = start.atMs + WINDOW_MS;
    requests -= 1;
    tokens -= start.tokens;
  }
  return allowedAtMs - request.nowMs;
}

/** Holds requests to one model back, in order of arrival, until its limits allow them. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #clock: Clock;
  readonly #waiting: Waiter[] = [];
  #starts: readonly Start[] = [];
  #underWay = 0;
  #cancelWake: (() => void) | undefined;

  constructor(limits: RateLimits, clock: Clock = monotonicClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Runs `call` as soon as the limits allow a request of at most `tokens`, and returns what it returns.
   * @throws the signal's reason when it is aborted while the request still waits; `call` is then never run.
   */
  async run<T>(
    { tokens, signal }: { readonly tokens: number; readonly signal: AbortSignal },
    call: () => Promise<T>,
  ): Promise<T> {
    await this.#admission(tokens, signal);
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      this.#admit();
    }
  }

  #admission(tokens: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal.reason as Error);
        this.#admit();
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiter = { tokens, enter };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  #admit(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || this.#underWay >= this.#limits.concurrency) return;
      const nowMs = this.#clock.now();
      this.#starts = this.#starts.filter(({ atMs }) => nowMs < atMs + WINDOW_MS);
      const { tokens } = next;
      const delayMs = delayUntilAllowed({ starts: this.#starts, nowMs, tokens }, this.#limits);
      if (delayMs > 0) {
        this.#cancelWake = this.#clock.after(delayMs, () => {
          this.#admit();
        });
        return;
      }
      this.#waiting.shift();
      this.#starts = [...this.#starts, { atMs: nowMs, tokens }];
      this.#underWay += 1;
      next.enter();
    }
  }
}

/** Providers state their limits per minute. */
const WINDOW_MS = 60_000;

interface Waiter {
  readonly tokens: number;
  readonly enter: () => void;
}
