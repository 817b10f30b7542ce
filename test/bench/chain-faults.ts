import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { count } from '../../src/domain/format';
import { type Kill, runTowers } from '../support/towers';
import { table } from './markdown-table';

/** Every part of the stack is killed twice, in turn. */
const KILLS: readonly Kill[] = [
  [0.1, 'worker'],
  [0.25, 'temporal'],
  [0.4, 'store'],
  [0.55, 'worker'],
  [0.7, 'temporal'],
  [0.85, 'store'],
];

const NOISE = { errorRate: 0.01, flagRate: 0.03, rejectRate: 0.01, dropRate: 0.01, seed: 17 };

/** A long run over HTTP whose parts are killed: its errors, and the calls of the provider beside those of the certificate. */
export async function benchFaults(
  say: (line: string) => void,
  { disks }: { readonly disks: number },
): Promise<void> {
  say(
    `${count(2 ** disks - 1)} steps over HTTP with 1 % errors, 3 % red flags and 2 % failing requests; wanted: no error, every call accounted for.\n`,
  );
  const cwd = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
  const started = performance.now();
  const end = await runTowers({ cwd, disks, margin: 4, noise: NOISE, kills: KILLS });
  const { certificate, charged, fault, killed, last } = end;
  if (certificate === null) throw new Error(`the run ended with ${last.code}: ${last.stderr}`);
  const { calls, lostCalls, status, steps, votes, redFlags } = certificate;
  const unaccounted = Math.max(0, charged - calls - lostCalls);
  const head = ['kills', 'run', 'steps', 'fault found', 'votes', 'red flags', 'calls certified'];
  const rest = ['lost in crashes', 'calls at the provider', 'unaccounted for', 'seconds'];
  const row = [killed, status, steps, fault ?? 'none', votes, redFlags.total, calls, lostCalls];
  const seconds = (performance.now() - started) / 1_000;
  const cells = [...row, charged, unaccounted, seconds.toFixed(0)].map(String);
  say(`${table([...head, ...rest], [cells])}\n`);
  rmSync(cwd, { recursive: true });
}
