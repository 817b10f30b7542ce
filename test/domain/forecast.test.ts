import fc from 'fast-check';
import { expectedRun } from '../../src/domain/expected-votes';
import { forecast, type Prospect } from '../../src/domain/forecast';

const prospect: Prospect = {
  steps: 1_048_575,
  preliminary: { elections: 0, margin: 1 },
  margin: 4,
  accuracy: 0.99,
  flagRate: 0,
  tokens: { prompt: 590, reply: 580 },
  price: { input: 0.4, output: 1.6 },
  samplesPerRequest: 1,
  firstApart: true,
  latencyMs: 1_000,
  depth: 1_048_575,
};

describe('forecast', () => {
  it('takes as many calls and as much money as the paper’s equations say, where every answer is a request', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.55, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (accuracy, margin, flagRate) => {
          const { calls, costUsd } = forecast({ ...prospect, accuracy, margin, flagRate });
          const costPerCallUsd = (590 * 0.4 + 580 * 1.6) / 1e6;
          const race = { accuracy, margin, steps: prospect.steps };
          const told = expectedRun({ ...race, validShare: 1 - flagRate, costPerCallUsd });
          expect(calls / told.calls).toBeCloseTo(1, 6);
          expect(costUsd / told.costUsd).toBeCloseTo(1, 6);
        },
      ),
    );
  });

  it('pays for one prompt in a request for several answers, and for the first sample apart', () => {
    const alone = forecast(prospect);
    const several = forecast({ ...prospect, samplesPerRequest: 8 });
    expect(several.calls).toBe(alone.calls);
    expect(alone.promptTokens - several.promptTokens).toBe(2 * 590 * prospect.steps);
    const together = forecast({ ...prospect, samplesPerRequest: 8, firstApart: false });
    expect(several.promptTokens - together.promptTokens).toBe(590 * prospect.steps);
  });

  it('takes a round for each step of a chain, and more where votes err', () => {
    const sure = forecast({ ...prospect, accuracy: 1 });
    expect(sure.wallTimeMs).toBe(1_048_575_000);
    expect(forecast(prospect).wallTimeMs).toBeGreaterThan(sure.wallTimeMs);
  });

  it('meets the target with a margin that follows the votes, whatever the model', () => {
    const steps = 2 ** 13 - 1;
    const adaptive = { failure: 1 - 0.95 ** (1 / steps), most: 30 };
    const foreseen = [0.75, 0.9, 0.99, 0.999].map((accuracy) =>
      forecast({ ...prospect, steps, accuracy, adaptive }),
    );
    for (const { failureBound, votesPerStep, margin } of foreseen) {
      expect(failureBound).toBeLessThan(0.05);
      expect(votesPerStep).toBeGreaterThanOrEqual(margin);
    }
    const votes = foreseen.map(({ votesPerStep }) => votesPerStep);
    expect(votes).toEqual(votes.toSorted((a, b) => b - a));
  });

  it('says what is left to chance: reliability and its rest', () => {
    const { reliability, failureBound } = forecast(prospect);
    expect(reliability + failureBound).toBeCloseTo(1, 12);
    expect(reliability).toBeGreaterThan(0.95);
  });
});
