import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hanoi } from '../../src/families/hanoi';
import { Certificate } from '../../src/schemas/certificate';
import type { OracleNoise } from '../../src/schemas/oracle';
import { commandLineIn, type Finished } from './command-line';
import { startOracle } from './oracle';

/** A part of the stack that is killed once the provider has answered this share of the samples to be expected. */
export type Kill = readonly [share: number, part: 'worker' | 'temporal' | 'store'];

export interface TowersInput {
  /** Folder of the run; made here. */
  readonly cwd: string;
  readonly disks: number;
  readonly margin: number;
  readonly noise: Partial<OracleNoise>;
  readonly kills?: readonly Kill[];
}

export interface TowersEnd {
  readonly last: Finished;
  readonly certificate: Certificate | null;
  /** What a check apart from the run's own finds wrong with the moves; null: nothing. */
  readonly fault: string | null;
  /** Samples that the provider answered, in whole or in part. */
  readonly charged: number;
  /** Parts that were running when they were killed. */
  readonly killed: number;
}

/** Runs the towers by the command line against an oracle over HTTP, again as often as it loses its stack. */
export async function runTowers(input: TowersInput): Promise<TowersEnd> {
  const { cwd, disks, margin, noise, kills = [] } = input;
  mkdirSync(cwd, { recursive: true });
  const oracle = await startOracle(noise);
  const model = { name: 'oracle', baseUrl: oracle.baseUrl, samplesPerRequest: 8 };
  writeFileSync(join(cwd, 'millwright.config.yaml'), JSON.stringify({ models: [model] }));
  writeFileSync(join(cwd, 'SPEC.md'), `---\nname: towers\nfamily: hanoi\ndisks: ${disks}\n---\n`);
  const line = commandLineIn(cwd, {});
  const charged = (): number => oracle.stats().calls;
  let last = null as Finished | null;
  const run = { ended: false };
  const command = ['run', 'SPEC.md', '--id', 'towers', '--out', 'out', '--margin', `${margin}`];
  const running = (async () => {
    for (let tries = 0; tries < kills.length + 1; tries += 1) {
      last = await line.run(...command);
      if (hasEnded(last)) return;
    }
  })().finally(() => {
    run.ended = true;
  });
  let killed = 0;
  for (const [share, part] of kills) {
    while (charged() < share * margin * 2 ** disks && !run.ended) await setTimeout(10);
    const pid = line.pids()[part];
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      killed += 1;
    }
    await setTimeout(500);
  }
  await running;
  await line.run('dev', '--stop');
  await oracle.close();
  if (last === null) throw new Error('the command never ended');
  const proof = fileOf(cwd, 'certificate.json');
  return {
    last,
    certificate: proof === null ? null : Certificate.parse(JSON.parse(proof)),
    fault: faultOf(fileOf(cwd, 'moves.jsonl') ?? '', disks),
    charged: charged(),
    killed,
  };
}

function hasEnded({ code, stderr }: Finished): boolean {
  return code !== null && [0, 1, 3].includes(code) && !stderr.includes('not answer');
}

function fileOf(cwd: string, file: string): string | null {
  try {
    return readFileSync(join(cwd, 'out', file), 'utf8');
  } catch {
    return null;
  }
}

function faultOf(moves: string, disks: number): string | null {
  const check = hanoi.openCheck({ name: 'towers', family: 'hanoi', disks });
  // A run that pauses leaves no moves.
  const lines = moves.split('\n').filter((line) => line !== '');
  for (const move of lines) check.next(JSON.parse(move) as number[]);
  return check.finish();
}
