import { measure, type ProbedSubject } from '../../src/domain/calibration';
import type { Reply } from '../../src/domain/chain';
import { createRandom, type Random } from '../../src/domain/simulation/random';

const vote = (candidate: string): Reply => ({ candidate });
const flag: Reply = { redFlag: 'malformed' };

/** Subjects of three samples each; the share of wrong ones is drawn anew for each subject. */
function probed(count: number, rate: (random: Random) => number, seed: number): ProbedSubject[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const wrong = rate(random);
    const replies = Array.from({ length: 3 }, () => vote(random() < wrong ? 'wrong' : 'right'));
    return { right: 'right', replies };
  });
}

describe('measure', () => {
  it('counts votes against the truth where it is known, and red flags beside them', () => {
    const found = measure([
      { right: 'a', replies: [vote('a'), vote('a'), flag] },
      { right: 'b', replies: [vote('b'), vote('c'), flag] },
    ]);
    expect(found).toMatchObject({
      subjects: 2,
      answers: 6,
      votes: 4,
      redFlags: { malformed: 2 },
      correlation: 0,
    });
    expect(found.errorRate.estimate).toBeCloseTo(1.5 / 5, 3);
    expect(found.flagRate.estimate).toBeCloseTo(2.5 / 7, 3);
    expect(found.errorRate.low).toBeLessThan(0.1);
    expect(found.errorRate.high).toBeGreaterThan(0.6);
  });

  it('has intervals that hold the true rate in 19 of 20 calibrations', () => {
    const held = Array.from({ length: 200 }, (_, seed) => {
      const { low, high } = measure(probed(40, () => 0.05, seed)).errorRate;
      return low <= 0.05 && 0.05 <= high;
    }).filter(Boolean).length;
    expect(held / 200).toBeGreaterThan(0.91);
  });

  it('finds a model that is wrong more often than right, where the truth is known', () => {
    expect(measure(probed(40, () => 0.8, 1)).errorRate.low).toBeGreaterThan(0.5);
  });

  it('judges votes by their agreement where nobody knows the truth', () => {
    const replies = [...Array<Reply>(18).fill(vote('a')), vote('b'), vote('c')];
    const { errorRate, votes } = measure([{ right: null, replies }]);
    expect(votes).toBe(20);
    expect(errorRate.estimate).toBeGreaterThan(0.05);
    expect(errorRate.estimate).toBeLessThan(0.2);
  });

  it('finds errors that are properties of their subjects, and hardly ever any where they are not', () => {
    const misled = (random: Random): number => (random() < 0.05 ? 1 : 0);
    const found = (rate: (random: Random) => number): number =>
      Array.from({ length: 60 }, (_, seed) => measure(probed(100, rate, seed))).filter(
        ({ correlation }) => correlation > 0,
      ).length;
    expect(found(misled)).toBeGreaterThanOrEqual(58);
    expect(found(() => 0.05)).toBeLessThanOrEqual(1);
  });

  it('shows nothing of errors where every answer is flagged', () => {
    const { votes, errorRate, flagRate } = measure([{ right: 'a', replies: [flag, flag] }]);
    expect(votes).toBe(0);
    expect(errorRate).toMatchObject({ low: 0, high: 1 });
    expect(flagRate.high).toBe(1);
  });
});
