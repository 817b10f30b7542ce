import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OracleNoise } from '../../src/schemas/oracle';
import { type Kill, runTowers } from '../support/towers';

const DISKS = 10;
const TOWERS = { disks: DISKS, margin: 3 } as const;

/** Errors, red flags, refused and cut requests, and a latency that makes the run last for some seconds. */
const NOISE: Partial<OracleNoise> = {
  errorRate: 0.01,
  flagRate: 0.03,
  rejectRate: 0.01,
  dropRate: 0.01,
  latencyMs: 4,
  seed: 11,
};

const KILLS: readonly Kill[] = [
  [0.1, 'worker'],
  [0.35, 'temporal'],
  [0.55, 'store'],
  [0.8, 'worker'],
];

const folder = mkdtempSync(join(tmpdir(), 'millwright-chain-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a chain over HTTP', () => {
  it('ends without an error, and with every call at the provider on its certificate, whatever is killed (I3)', async () => {
    const { last, certificate, fault, charged } = await runTowers({
      ...TOWERS,
      cwd: join(folder, 'killed'),
      noise: NOISE,
      kills: KILLS,
    });
    expect({ code: last.code, stderr: last.code === 0 ? '' : last.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    expect(fault).toBeNull();
    expect(certificate).toMatchObject({ status: 'done', steps: 2 ** DISKS - 1 });
    const { calls = 0, lostCalls = 0 } = certificate ?? {};
    expect(charged).toBeGreaterThanOrEqual(calls);
    expect(charged).toBeLessThanOrEqual(calls + lostCalls);
  });

  it('pauses within its budget where nothing but garbage comes, and accepts none of it', async () => {
    const { last, certificate, charged } = await runTowers({
      ...TOWERS,
      cwd: join(folder, 'garbage'),
      noise: { garbage: true },
    });
    expect(last.code).toBe(3);
    expect(last.stdout).toMatch(/Step 1 of 1023 has no winner: no valid vote/);
    expect(certificate).toBeNull();
    expect(charged).toBeLessThan(100);
  });

  it('is not done where every answer is the same legal but wrong move: the check refuses the whole', async () => {
    const { last, certificate } = await runTowers({
      ...TOWERS,
      cwd: join(folder, 'wrong'),
      noise: { wrong: true },
    });
    expect(last.code).toBe(1);
    expect(certificate).toMatchObject({ status: 'failed', failureBound: 1 });
    expect(last.stderr).toMatch(/step 1: found the move/);
  });
});
