/** Ctrl-C, as a signal that commands can wait for. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the process its ordinary behaviour back. */
  stop(): void;
}

/** Catches the first SIGINT, SIGTERM or SIGHUP; a second one ends the process at once, in case the tidying up hangs. */
export function onInterruption(): Interruption {
  const controller = new AbortController();
  const abort = (): void => {
    stop();
    controller.abort();
  };
  const stop = (): void => {
    for (const name of SIGNALS) process.off(name, abort);
  };
  for (const name of SIGNALS) process.on(name, abort);
  return { signal: controller.signal, stop };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
