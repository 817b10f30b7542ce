import { createOracleModel } from '../../../src/adapters/oracle/oracle-model';
import { runFailure } from '../../../src/domain/reliability';
import { Certificate } from '../../../src/schemas/certificate';
import { ModelProfile } from '../../../src/schemas/model';
import { OracleNoise } from '../../../src/schemas/oracle';
import { startChainWorld } from '../../support/chain-world';
import { MemoryStore } from '../../support/memory-store';

const DISKS = 9;
const MARGIN = 10;
const STEPS = 2 ** DISKS - 1;

/** Runs the towers with an oracle in the worker that errs so, and returns what the run was certified as. */
async function certified(noise: Partial<OracleNoise>): Promise<Certificate> {
  const profile = ModelProfile.parse({ name: 'oracle', baseUrl: 'http://oracle.in-process' });
  const model = createOracleModel({ ...profile, oracle: OracleNoise.parse(noise) });
  const store = new MemoryStore();
  const world = await startChainWorld({ store, profile, model });
  try {
    const run = await world.start('towers', {
      disks: DISKS,
      margin: MARGIN,
      budget: { calls: 50_000 },
    });
    return Certificate.parse(await store.get((await run.result()).certificate));
  } finally {
    await world.stop();
  }
}

describe('a run of the towers whose errors share causes', () => {
  it('claims less where some steps mislead their samples alike, and says so', async () => {
    // Every error falls on hard steps, of which each sample goes wrong in the same way with a probability of 0.3.
    const proof = await certified({ errorRate: 0.02, difficulty: 1, seed: 5 });
    expect(proof).toMatchObject({ status: 'done', steps: STEPS });
    const said = proof.assumptions.join('\n');
    expect(said).toMatch(/do not err independently of each other/);
    expect(said).toMatch(/disagreed more than that, and than chance explains, are judged by their/);
    const accuracy = 1 - proof.errorRate.high;
    const ifIndependent = runFailure({ accuracy, margin: MARGIN, steps: STEPS });
    expect(proof.failureBound).toBeGreaterThan(1_000 * ifIndependent);
  });

  it('claims nothing where every sample of some steps is wrong: no vote shows it, and the check refuses', async () => {
    const proof = await certified({ errorRate: 0.02, correlated: true, seed: 5 });
    expect(proof).toMatchObject({
      status: 'failed',
      failureBound: 1,
      verification: { tests: { failed: 1 } },
    });
  });
});
