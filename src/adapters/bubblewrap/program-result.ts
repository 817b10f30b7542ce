import type { SandboxResult } from '../../activities/ports/sandbox';
import type { Ended } from './confined-process';
import type { Limit } from './runtime';

/**
 * What the boot program said of the program that it ran, and how their process ended; undefined when it never came to
 * run one. Only what follows the run's token counts: the program can write to the same channel, and does not know it.
 */
export function resultOf(
  { output, status }: Ended,
  token: string,
  limitOfStatus: Readonly<Record<number, Limit>>,
): SandboxResult | undefined {
  const said = readLines(output, token);
  if (!said.has('ready')) return undefined;
  const killedFor = { ...LIMIT_OF_STATUS, ...limitOfStatus }[status ?? 0];
  if (killedFor !== undefined) return { status: 'out-of-limits', limit: killedFor };
  const loading = !said.has('loaded');
  const told = status === 0 && said.has('end') ? toldResult(said, loading) : undefined;
  const error = `ended its process with exit code ${status ?? '?'}`;
  return told ?? { status: 'threw', error, loading };
}

/** What follows each of the words that the boot program writes. */
function readLines(output: string, token: string): ReadonlyMap<string, string> {
  const lines = output.split(`${token} `).slice(1);
  return new Map(
    lines.map((line) => {
      const end = line.indexOf('\n');
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

function toldResult(
  said: ReadonlyMap<string, string>,
  loading: boolean,
): SandboxResult | undefined {
  const [output, error] = [said.get('returned'), said.get('threw')];
  if (output !== undefined) return { status: 'returned', output };
  if (error !== undefined) return { status: 'threw', error, loading };
  const limit = LIMITS[said.get('limit') ?? ''];
  return limit && { status: 'out-of-limits', limit };
}

const LIMITS: Readonly<Record<string, Limit>> = {
  memory: 'memory',
  stack: 'stack',
  output: 'output',
};

/** bubblewrap exits with 128 and the number of the signal that ended the program. */
const LIMIT_OF_STATUS: Readonly<Record<number, Limit>> = {
  137: 'memory', // SIGKILL: by the kernel, for want of memory; our own is seen before this
  152: 'time', // SIGXCPU
};
