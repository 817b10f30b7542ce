import fc from 'fast-check';
import { expectedVotes } from '../../src/domain/expected-votes';
import { minimalMargin } from '../../src/domain/margin';
import { runFailure, subjectFailure, subjectReliability } from '../../src/domain/reliability';
import {
  exact,
  minusLogOfRest,
  nearest,
  one,
  oneLessExp,
  over,
  power,
  times,
} from '../support/exact';
import { accuracy, relativeError, steps } from './quantities';

const margin = fc.integer({ min: 1, max: 24 });

/** q^k / (p^k + q^k), exactly. */
function exactFailure(p: number, k: number): bigint {
  const [right, wrong] = [power(exact(p), k), power(one - exact(p), k)];
  return over(wrong, right + wrong);
}

describe('the arithmetic beside exact numbers, from 1 to 1e15 steps and p from 0.5 + 1e-9 to 1 - 1e-12', () => {
  it('has the odds of one subject right', () => {
    fc.assert(
      fc.property(accuracy, margin, (p, k) => {
        const failure = exactFailure(p, k);
        const race = { accuracy: p, margin: k };
        expect(relativeError(subjectFailure(race), nearest(failure))).toBeLessThan(1e-12);
        expect(relativeError(subjectReliability(race), nearest(one - failure))).toBeLessThan(1e-14);
      }),
      { numRuns: 200 },
    );
  });

  it('has the failure of the whole right, however small', () => {
    fc.assert(
      fc.property(accuracy, margin, steps, (p, k, s) => {
        const truth = oneLessExp(BigInt(s) * minusLogOfRest(exactFailure(p, k)));
        const found = runFailure({ accuracy: p, margin: k, steps: s });
        expect(relativeError(found, nearest(truth))).toBeLessThan(1e-11);
      }),
      { numRuns: 40 },
    );
  });

  it('has the votes of one subject right', () => {
    fc.assert(
      fc.property(accuracy, margin, (p, k) => {
        const won = one - 2n * exactFailure(p, k);
        const truth = over(BigInt(k) * won, 2n * exact(p) - one);
        const found = expectedVotes({ accuracy: p, margin: k });
        expect(relativeError(found, nearest(truth))).toBeLessThan(1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('has the least margin that meets a target', () => {
    const apart = fc.double({ min: 0.6, max: 1 - 1e-12, noNaN: true });
    const target = fc.double({ min: 0.5, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(apart, target, steps, (p, t, s) => {
        const allowed = minusLogOfRest(one - exact(t));
        const missed = (k: number): bigint =>
          BigInt(s) * minusLogOfRest(exactFailure(p, k)) - allowed;
        const k = minimalMargin({ accuracy: p, steps: s, target: t });
        const slack = times(allowed, exact(1e-11));
        expect(missed(k)).toBeLessThanOrEqual(slack);
        expect(k === 1 || missed(k - 1) > -slack).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
