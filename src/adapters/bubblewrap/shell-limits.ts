/** What the shell's `ulimit` can set for a command and all that it starts; memory in KiB. */
export interface ShellLimits {
  /** Addresses. */
  readonly v: number;
  /** Memory that is written to, stacks of threads included. */
  readonly d: number;
  /** Milliseconds of the processor's time, in steps of a second. */
  readonly cpuMs: number;
  /** Bytes of the longest file. */
  readonly fileBytes: number;
}

/** Files and sockets open at once: Node opens about thirty by itself. */
const OPEN_FILES = 128;

/**
 * The command as one of the shell that sets the limits first, and starts nothing where it cannot. They bind the command
 * from its beginning and cannot be raised again.
 */
export function limited(
  command: readonly string[],
  { v, d, cpuMs, fileBytes }: ShellLimits,
): [command: string, args: string[]] {
  const seconds = Math.max(1, Math.ceil(cpuMs / 1_000));
  const limits = [
    // One second more before the kernel kills: the signal that comes first says why.
    `-S -t ${seconds}`,
    `-H -t ${seconds + 1}`,
    `-v ${Math.ceil(v)}`,
    `-d ${Math.ceil(d)}`,
    `-f ${Math.ceil(fileBytes / 512)}`,
    `-n ${OPEN_FILES}`,
    '-c 0',
  ];
  const script = [...limits.map((limit) => `ulimit ${limit}`), 'exec "$@"'].join(' && ');
  return ['/bin/sh', ['-c', script, 'sh', ...command]];
}
