import fc from 'fast-check';
import { type Contest, errorRateOfChecks, errorRateOfElections } from '../../src/domain/error-rate';
import { relativeError, seeded } from './quantities';

/** Elections of two candidates at this margin, whose votes err independently. */
function holdElections(given: {
  readonly errorRate: number;
  readonly margin: number;
  readonly elections: number;
  readonly random: () => number;
}): readonly Contest[] {
  return Array.from({ length: given.elections }, () => {
    let lead = 0;
    let votes = 0;
    for (; Math.abs(lead) < given.margin; votes++)
      lead += given.random() < given.errorRate ? -1 : 1;
    return { votes, difference: Math.abs(lead) };
  });
}

/** The regularised incomplete beta function at x, by Simpson's rule on the angle scale: independent of the source. */
function betaShareBelow(x: number, right: number, wrong: number): number {
  const density = (angle: number): number =>
    Math.sin(angle) ** (2 * wrong) * Math.cos(angle) ** (2 * right);
  const integral = (to: number): number => {
    const cells = 2000;
    let sum = density(0) + density(to);
    for (let i = 1; i < cells; i++) sum += (i % 2 === 1 ? 4 : 2) * density((i * to) / cells);
    return (sum * to) / (3 * cells);
  };
  return integral(Math.asin(Math.sqrt(x))) / integral(Math.PI / 2);
}

describe('errorRateOfChecks', () => {
  // qbeta(c(.025, .975), wrong + .5, right + .5), as published with Jeffreys' interval.
  it.each([
    [10, 0, 0, 0.217_196],
    [19, 1, 0.005_449, 0.210_819],
    [5, 5, 0.223_529, 0.776_471],
    [0, 10, 0.782_804, 1],
  ])('agrees with published intervals for %p right and %p wrong', (right, wrong, low, high) => {
    const found = errorRateOfChecks({ right, wrong });
    expect(found.low).toBeCloseTo(low, 5);
    expect(found.high).toBeCloseTo(high, 5);
  });

  it('leaves 2.5 % of the posterior on either side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (right, wrong) => {
          const { low, high } = errorRateOfChecks({ right, wrong });
          expect(betaShareBelow(low, right, wrong)).toBeCloseTo(0.025, 4);
          expect(betaShareBelow(high, right, wrong)).toBeCloseTo(0.975, 4);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('estimates the mean of the beta posterior, from no vote to a thousand million', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 0, max: 1e9 }),
        (right, wrong) => {
          const { estimate, low, high } = errorRateOfChecks({ right, wrong });
          expect(relativeError(estimate, (wrong + 0.5) / (right + wrong + 1))).toBeLessThan(1e-6);
          expect(low).toBeLessThanOrEqual(estimate);
          expect(high).toBeGreaterThanOrEqual(estimate);
        },
      ),
    );
  });

  it('knows nothing without votes', () => {
    expect(errorRateOfChecks({ right: 0, wrong: 0 })).toMatchObject({ low: 0, high: 1 });
  });
});

describe('errorRateOfElections', () => {
  it('covers the true rate about as often as it says, at every rate and margin', () => {
    const random = seeded(4);
    for (const errorRate of [0.01, 0.1, 0.4]) {
      for (const margin of [2, 4]) {
        const covered = Array.from({ length: 60 }, () => {
          const { low, high } = errorRateOfElections(
            holdElections({ errorRate, margin, elections: 40, random }),
          );
          return low <= errorRate && errorRate <= high;
        }).filter(Boolean).length;
        expect(covered).toBeGreaterThanOrEqual(53);
      }
    }
  });

  it('sees through coin flips, of which three in four agree with the winner at margin 2', () => {
    const contests = holdElections({
      errorRate: 0.5,
      margin: 2,
      elections: 2000,
      random: seeded(2),
    });
    const votes = contests.reduce((sum, contest) => sum + contest.votes, 0);
    const against = contests.reduce(
      (sum, { votes: n, difference }) => sum + (n - difference) / 2,
      0,
    );
    expect(against / votes).toBeCloseTo(0.25, 1);
    expect(errorRateOfElections(contests).high).toBeGreaterThan(0.49);
  });

  it('agrees with known truth where every margin is so large that no winner is wrong', () => {
    const contests = holdElections({
      errorRate: 0.2,
      margin: 20,
      elections: 50,
      random: seeded(1),
    });
    const right = contests.reduce(
      (sum, { votes, difference }) => sum + (votes + difference) / 2,
      0,
    );
    const wrong = contests.reduce(
      (sum, { votes, difference }) => sum + (votes - difference) / 2,
      0,
    );
    const known = errorRateOfChecks({ right, wrong });
    const found = errorRateOfElections(contests);
    expect(relativeError(found.estimate, known.estimate)).toBeLessThan(1e-5);
    expect(relativeError(found.low, known.low)).toBeLessThan(1e-5);
    expect(relativeError(found.high, known.high)).toBeLessThan(1e-5);
  });

  it('learns nothing from elections won by one vote', () => {
    const once = Array.from({ length: 1000 }, () => ({ votes: 1, difference: 1 }));
    const nothing = errorRateOfElections([]);
    const found = errorRateOfElections(once);
    expect(found.estimate).toBeCloseTo(nothing.estimate, 9);
    expect(found.high).toBeCloseTo(nothing.high, 9);
    expect(found.high).toBeGreaterThan(0.48);
  });

  it('stays within 0 and 0.5, in order, whatever the elections and their order', () => {
    const contest = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
      .map(([a, b]) => ({ votes: a + b, difference: a - b }));
    fc.assert(
      fc.property(fc.array(contest, { maxLength: 30 }), (contests) => {
        const { estimate, low, high } = errorRateOfElections(contests);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThan(estimate);
        expect(estimate).toBeLessThan(high);
        expect(high).toBeLessThanOrEqual(0.5);
        const reversed = errorRateOfElections(contests.toReversed());
        expect(relativeError(reversed.high, high)).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('narrows on the rate of a hundred thousand elections', () => {
    const contests = holdElections({
      errorRate: 0.01,
      margin: 3,
      elections: 100_000,
      random: seeded(20),
    });
    const { low, high } = errorRateOfElections(contests);
    expect(low).toBeGreaterThan(0.0094);
    expect(low).toBeLessThan(0.01);
    expect(high).toBeGreaterThan(0.01);
    expect(high).toBeLessThan(0.0106);
  });
});

describe('errorRateOfElections, where winners are known to be wrong', () => {
  const won: Contest = { votes: 5, difference: 3 };

  it('is never lower than without that knowledge, whatever the votes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 8 }),
        fc.array(fc.constant(won), { maxLength: 12 }),
        (lead, others, more) => {
          const votes = lead + 2 * others;
          const contest = { votes, difference: lead };
          const known = errorRateOfElections([...more, { ...contest, wrong: others + lead }]);
          const unknown = errorRateOfElections([...more, contest]);
          expect(known.estimate).toBeGreaterThanOrEqual(unknown.estimate - 1e-6);
          expect(known.high).toBeGreaterThanOrEqual(unknown.high - 1e-6);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not claim that errors may not happen at all, once one was found', () => {
    const unanimous = { votes: 3, difference: 3 };
    expect(errorRateOfElections([unanimous, unanimous]).low).toBe(0);
    expect(errorRateOfElections([unanimous, { ...unanimous, wrong: 3 }]).low).toBeGreaterThan(0);
  });
});
