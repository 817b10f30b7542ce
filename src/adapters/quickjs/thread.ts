import type { SandboxProgram, SandboxResult } from '../../activities/ports/sandbox';
import { runProgram } from './run-program';

/** What one thread of the pool is given: the program, and the shared cell that tells when its time began. */
export interface ThreadTask {
  readonly program: SandboxProgram;
  readonly started: Int32Array;
}

/** Entry point of a pool thread. */
export async function runTask({ program, started }: ThreadTask): Promise<SandboxResult> {
  return runProgram(program, () => Atomics.store(started, 0, 1));
}
