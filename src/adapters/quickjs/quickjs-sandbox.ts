import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Piscina } from 'piscina';
import type { Sandbox, SandboxProgram, SandboxResult } from '../../activities/ports/sandbox';
import type { ThreadTask, runTask } from './thread';

/**
 * A program's thread is ended after so many times its time, and a moment, by the wall's clock, which goes on while another
 * has its processor. Its own clock ends it by then, but inside some built-in functions (JSON.stringify of a deep object took 14 s).
 */
const WALL_PER_TIME = 3;
const GRACE_MS = 500;

/**
 * Runs model-written code in QuickJS (WebAssembly: no files, no network, no environment) on a pool of threads, so that
 * the caller's event loop stays free and a program that cannot be interrupted is ended with its thread (I8).
 */
export class QuickJsSandbox implements Sandbox {
  private readonly pool: Piscina<ThreadTask, Awaited<ReturnType<typeof runTask>>>;

  /** `threads`: programs run at once, default one for each core. Threads start with the first program. */
  constructor(options: { readonly threads?: number } = {}) {
    const extension = extname(__filename);
    this.pool = new Piscina({
      filename: join(__dirname, `thread${extension}`),
      name: 'runTask',
      minThreads: 0,
      maxThreads: options.threads ?? availableParallelism(),
      idleTimeout: 60_000,
      env: {},
      execArgv: extension === '.ts' ? ['--require', 'tsx/cjs'] : [],
      // QuickJS checks its own stack first; this only has to be large enough that it gets the chance.
      resourceLimits: { stackSizeMb: 32 },
    });
  }

  /** Never rejects because of what the program does; rejects with the signal's reason when `signal` aborts. */
  async run(program: SandboxProgram, signal?: AbortSignal): Promise<SandboxResult> {
    signal?.throwIfAborted();
    const started = new Int32Array(new SharedArrayBuffer(4));
    const watchdog = new AbortController();
    const allowedMs = program.limits.timeMs * WALL_PER_TIME + GRACE_MS;
    const disarm = armWatchdog(watchdog, started, allowedMs);
    const stop = signal ? AbortSignal.any([signal, watchdog.signal]) : watchdog.signal;
    try {
      return await this.pool.run({ program, started }, { signal: stop });
    } catch (error) {
      signal?.throwIfAborted();
      if (watchdog.signal.aborted) return { status: 'out-of-limits', limit: 'time' };
      throw error;
    } finally {
      disarm();
    }
  }

  /** Ends all threads; programs under way are rejected. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** Aborts once a started program has had `allowedMs`; time spent waiting for a thread, or making it ready, does not count. */
function armWatchdog(
  watchdog: AbortController,
  started: Int32Array,
  allowedMs: number,
): () => void {
  let ticksSinceStart = 0;
  const timer = setInterval(() => {
    if (Atomics.load(started, 0) === 0) return;
    ticksSinceStart += 1;
    if (ticksSinceStart > TICKS) watchdog.abort();
  }, allowedMs / TICKS);
  return () => {
    clearInterval(timer);
  };
}

const TICKS = 20;
