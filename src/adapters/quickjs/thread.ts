import type { SandboxProgram, SandboxResult } from '../../activities/ports';
import { runProgram } from './run-program';

/** What one thread of the pool is given: the program, and the shared cell that tells when work on it began. */
export interface ThreadTask {
  readonly program: SandboxProgram;
  readonly started: Int32Array;
}

/** Entry point of a pool thread: marks the task as started, then runs it. */
export async function runTask({ program, started }: ThreadTask): Promise<SandboxResult> {
  Atomics.store(started, 0, 1);
  return runProgram(program);
}
