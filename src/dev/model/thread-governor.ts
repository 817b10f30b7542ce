import { type CpuInfo, cpus, getPriority } from 'node:os';

/** What all processors have done since some moment, in milliseconds of processor time. */
interface CpuReading {
  readonly wallMs: number;
  /** Work of this process. */
  readonly ownMs: number;
  /** Work of all processes but those that gave way by being nice, unless this process is nice itself. */
  readonly busyMs: number;
}

/** Says how many threads to compute with. */
export interface ThreadGovernor {
  /** At least 1, at most one for each core that no other process keeps busy. */
  threads(): number;
}

/**
 * llama.cpp's threads wait for each other hundreds of times a token, spinning: one that shares its core with
 * another process holds up all. Measured on 2 cores, 4 sequences: alone 136 ms a token with two threads; beside one
 * busy process 402 ms with two and 258 with one; beside two of them 5,400 ms with two and 375 with one.
 */
export function createThreadGovernor(cores: number, read = readCpu): ThreadGovernor {
  let threads = cores;
  let last = read();
  return {
    threads() {
      const now = read();
      const wallMs = now.wallMs - last.wallMs;
      if (wallMs < WINDOW_MS) return threads;
      const othersMs = now.busyMs - last.busyMs - (now.ownMs - last.ownMs);
      threads = Math.min(cores, Math.max(1, cores - Math.round(othersMs / wallMs)));
      last = now;
      return threads;
    },
  };
}

/**
 * What one processor did that does not give way to this process, in milliseconds. A process that is nice itself finds its own
 * work counted as nice, and no other's gives way to it.
 */
export function workIn(times: Omit<CpuInfo['times'], 'idle'>, isNice: boolean): number {
  return times.user + times.sys + times.irq + (isNice ? times.nice : 0);
}

/** Processor time is counted in hundredths of a second: shorter windows would say little. */
const WINDOW_MS = 250;

function readCpu(): CpuReading {
  const own = process.cpuUsage();
  const isNice = getPriority() > 0;
  return {
    wallMs: performance.now(),
    ownMs: (own.user + own.system) / 1_000,
    busyMs: cpus().reduce((sum, { times }) => sum + workIn(times, isNice), 0),
  };
}
