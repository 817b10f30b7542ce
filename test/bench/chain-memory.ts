import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { Certificate } from '../../src/schemas/certificate';
import { commandLineIn } from '../support/command-line';
import { table } from './markdown-table';

const EVERY_MS = 1_000;

/** Resident memory of a real worker process through a run with the oracle in it, and the run's own figures. */
export async function benchMemory(
  say: (line: string) => void,
  { disks }: { readonly disks: number },
): Promise<void> {
  say(
    `${2 ** disks - 1} steps in process at p = 0.99, by the command line; wanted: under 400 MB, and flat.\n`,
  );
  const cwd = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'SPEC.md'), `---\nname: towers\nfamily: hanoi\ndisks: ${disks}\n---\n`);
  writeFileSync(
    join(cwd, 'millwright.config.yaml'),
    'models: [{ name: oracle, oracle: { errorRate: 0.01 } }]\n',
  );
  const line = commandLineIn(cwd, {});
  const started = performance.now();
  const samples: number[] = [];
  const timer = setInterval(() => {
    const megabytes = residentMb(() => line.pids()['worker']);
    if (megabytes !== undefined) samples.push(megabytes);
  }, EVERY_MS);
  const ended = await line.run('run', 'SPEC.md', '--id', 'towers', '--out', 'out', '--margin', '4');
  clearInterval(timer);
  if (ended.code !== 0) throw new Error(`the run ended with ${ended.code}: ${ended.stderr}`);
  const seconds = (performance.now() - started) / 1_000;
  const { steps, calls, durationMs, status } = Certificate.parse(
    JSON.parse(readFileSync(join(cwd, 'out', 'certificate.json'), 'utf8')),
  );
  const shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map((share) => ({
    share,
    megabytes: samples[Math.round(share * (samples.length - 1))] ?? Number.NaN,
  }));
  say(
    table(
      ['part of the run', ...shares.map(({ share }) => `${100 * share} %`), 'most'],
      [
        [
          'MB resident',
          ...shares.map(({ megabytes }) => megabytes.toFixed(0)),
          Math.max(...samples).toFixed(0),
        ],
      ],
    ),
  );
  say(
    `\n${status}: ${steps} steps, ${calls} calls in ${(durationMs / 1_000).toFixed(0)} s (${((1_000 * steps) / durationMs).toFixed(0)} steps/s); ${seconds.toFixed(0)} s with the start and the end of the stack.\n`,
  );
  rmSync(cwd, { recursive: true });
}

/** Undefined while there is no such process, and where there is no /proc. */
function residentMb(pid: () => number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid() ?? ''}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
  } catch {
    return undefined;
  }
}
