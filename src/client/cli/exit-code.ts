import type { RunState } from '../../workflows/messages';

/** How the process ends, as scripts rely on it. */
export const EXIT = { done: 0, failed: 1, usage: 2, halted: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ends that followed a run until it was in `state`; a run still going was left to itself. */
export function exitCodeOf(state: RunState): ExitCode {
  switch (state) {
    case 'done':
    case 'running':
      return EXIT.done;
    case 'paused':
    case 'waiting':
      return EXIT.halted;
    case 'failed':
    case 'cancelled':
      return EXIT.failed;
  }
}
