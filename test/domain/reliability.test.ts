import fc from 'fast-check';
import {
  evidencePerVote,
  logRunReliability,
  type Race,
  runFailure,
  runReliability,
  subjectFailure,
  subjectReliability,
  VotingDiverges,
} from '../../src/domain/reliability';
import { accuracy, relativeError } from './quantities';

const race: fc.Arbitrary<Race> = fc.record({ accuracy, margin: fc.integer({ min: 1, max: 60 }) });

describe('evidencePerVote', () => {
  it.each([
    [0.5 + 2 ** -30, 2 ** -28], // 1e-9 above a half, where the series starts with 4(p - 1/2)
    [0.75, Math.log(3)],
    [0.9, Math.log(9)],
    [1 - 2 ** -40, Math.log(2 ** 40 - 1)],
  ])('is ln(p/(1-p)) for p = %p, to 14 digits', (p, evidence) => {
    expect(relativeError(evidencePerVote(p), evidence)).toBeLessThan(1e-14);
  });

  it.each([0.5, 0.499_999, 0.1, 0])('throws VotingDiverges for p = %p', (p) => {
    expect(() => evidencePerVote(p)).toThrow(VotingDiverges);
    expect(() => evidencePerVote(p)).toThrow(`found an accuracy of ${p}, expected more than 0.5`);
  });

  it.each([-0.1, 1.1, NaN, Infinity])('throws RangeError for p = %p', (p) => {
    expect(() => evidencePerVote(p)).toThrow(RangeError);
  });
});

describe('subjectReliability', () => {
  it('agrees with the textbook form where that keeps its digits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.55, max: 0.95, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (p, margin) => {
          const textbook = 1 / (1 + ((1 - p) / p) ** margin);
          expect(relativeError(subjectReliability({ accuracy: p, margin }), textbook)).toBeLessThan(
            1e-13,
          );
        },
      ),
    );
  });

  it('is the accuracy itself at margin 1', () => {
    fc.assert(
      fc.property(accuracy, (p) => {
        expect(relativeError(subjectReliability({ accuracy: p, margin: 1 }), p)).toBeLessThan(
          1e-12,
        );
      }),
    );
  });

  it.each([0, -1, 1.5, NaN])('throws RangeError for a margin of %p', (margin) => {
    expect(() => subjectReliability({ accuracy: 0.9, margin })).toThrow(RangeError);
  });
});

describe('subjectFailure', () => {
  it('completes subjectReliability to 1, and keeps its digits where that rounds to 1', () => {
    fc.assert(
      fc.property(race, (given) => {
        expect(subjectFailure(given) + subjectReliability(given)).toBeCloseTo(1, 14);
      }),
    );
    const tiny = subjectFailure({ accuracy: 1 - 2 ** -40, margin: 20 });
    expect(relativeError(tiny, (2 ** 40 - 1) ** -20)).toBeLessThan(1e-12);
  });

  it('falls as the margin grows', () => {
    fc.assert(
      fc.property(race, (given) => {
        const more = subjectFailure({ ...given, margin: given.margin + 1 });
        expect(more).toBeLessThanOrEqual(subjectFailure(given));
      }),
    );
  });

  it('is nothing for votes that never err', () => {
    expect(subjectFailure({ accuracy: 1, margin: 1 })).toBe(0);
  });
});

describe('runReliability', () => {
  it('is the product over the subjects', () => {
    fc.assert(
      fc.property(
        race,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 4 }),
        (given, subjects, stepsPerSubject) => {
          const product = subjectReliability(given) ** subjects;
          const whole = runReliability({
            ...given,
            stepsPerSubject,
            steps: subjects * stepsPerSubject,
          });
          expect(relativeError(whole, product)).toBeLessThan(1e-12);
        },
      ),
    );
  });

  it.each([
    { steps: 0 },
    { steps: 2e15 },
    { steps: NaN },
    { steps: 4, stepsPerSubject: 5 },
    { steps: 4, stepsPerSubject: 0 },
  ])('throws RangeError for %p', (work) => {
    expect(() => runReliability({ accuracy: 0.9, margin: 2, ...work })).toThrow(RangeError);
  });
});

describe('runFailure', () => {
  it('completes runReliability to 1 and never exceeds the sum over the subjects', () => {
    fc.assert(
      fc.property(race, fc.integer({ min: 1, max: 1e15 }), (given, steps) => {
        const failure = runFailure({ ...given, steps });
        expect(failure + runReliability({ ...given, steps })).toBeCloseTo(1, 14);
        expect(failure).toBeLessThanOrEqual(steps * subjectFailure(given) * (1 + 1e-12));
      }),
    );
  });

  it('keeps its digits at 1e15 steps with a failure of 1e-12 in all', () => {
    // One subject fails with odds of 1e-27, so that the whole fails with 1e15 times that.
    const failure = runFailure({ accuracy: 1 - 1e-9 / (1 + 1e-9), margin: 3, steps: 1e15 });
    expect(relativeError(failure, 1e-12)).toBeLessThan(1e-6);
  });
});

describe('logRunReliability', () => {
  it('stays finite where the reliability itself underflows', () => {
    const whole = { accuracy: 0.6, margin: 1, steps: 1e15 };
    expect(runReliability(whole)).toBe(0);
    expect(relativeError(logRunReliability(whole), 1e15 * Math.log(0.6))).toBeLessThan(1e-12);
  });
});
