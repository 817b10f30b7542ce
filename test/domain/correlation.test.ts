import { correlationOf, winnerIsWrongDespite } from '../../src/domain/correlation';
import { failureBound } from '../../src/domain/failure-bound';
import { subjectFailure } from '../../src/domain/reliability';
import { createRandom, type Random } from '../../src/domain/simulation/random';
import type { ElectionRecord } from '../../src/schemas/certificate';

interface Subjects {
  readonly count: number;
  /** Probability that a vote is wrong, drawn anew for every subject. */
  readonly errorRate: (random: Random) => number;
  /** Wrong answers that a vote may be for, each as likely as the next. */
  readonly alternatives: number;
  readonly margin: number;
}

function hold(
  { count, errorRate, alternatives, margin }: Subjects,
  seed: number,
): ElectionRecord[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const rate = errorRate(random);
    const tally = new Map<number, number>();
    for (;;) {
      const answer = random() < rate ? 1 + Math.floor(random() * alternatives) : 0;
      tally.set(answer, (tally.get(answer) ?? 0) + 1);
      const [winner = 0, runnerUp = 0] = [...tally.values()].sort((a, b) => b - a);
      if (winner - runnerUp < margin) continue;
      const votes = [...tally.values()].reduce((sum, each) => sum + each, 0);
      return {
        task: 'steps',
        kind: 'step',
        status: 'elected',
        margin,
        lead: margin,
        votes,
        votesForWinner: winner,
        redFlags: {},
      };
    }
  });
}

const alarms = (subjects: Subjects, runs: number): number =>
  Array.from({ length: runs }, (_, run) => correlationOf(hold(subjects, 7 * run + 1))).filter(
    (correlation) => correlation > 0,
  ).length;

describe('correlationOf', () => {
  it.each([
    ['few elections', { count: 10, errorRate: () => 0.15, alternatives: 1, margin: 3 }],
    ['bad votes', { count: 10, errorRate: () => 0.3, alternatives: 1, margin: 3 }],
    ['many elections', { count: 1_000, errorRate: () => 0.05, alternatives: 1, margin: 3 }],
    ['wrong answers that differ', { count: 300, errorRate: () => 0.1, alternatives: 5, margin: 3 }],
  ])('hardly ever finds any where votes err independently: %s', (_, subjects) => {
    expect(alarms(subjects, 200)).toBeLessThanOrEqual(2);
  });

  it('finds it where some subjects mislead their votes alike', () => {
    const errorRate = (random: Random): number => (random() < 0.01 ? 0.3 : 0.005);
    expect(alarms({ count: 3_000, errorRate, alternatives: 1, margin: 3 }, 20)).toBe(20);
  });
});

describe('winnerIsWrongDespite', () => {
  const [election] = hold({ count: 1, errorRate: () => 0, alternatives: 1, margin: 4 }, 1) as [
    ElectionRecord,
  ];

  it('is the odds of the lead where errors are independent, and more the more they are correlated', () => {
    const [none = 0, some = 0, much = 0] = [0, 0.1, 0.5].map((correlation) =>
      winnerIsWrongDespite(election, { errorRate: 0.05, correlation }),
    );
    expect(none).toBeCloseTo(subjectFailure({ accuracy: 0.95, margin: 4 }), 12);
    expect(some).toBeGreaterThan(2 * none);
    expect(much).toBeGreaterThan(2 * some);
    expect(much).toBeLessThan(0.05);
  });

  it('lowers what a certificate claims of winners without any dissent', () => {
    const alike = Array.from({ length: 12 }, () => ({ ...election, repeats: 200 }));
    const disputed: ElectionRecord = { ...election, votes: 12, votesForWinner: 8, repeats: 12 };
    const claimed = failureBound(alike, 0.02);
    const found = correlationOf([...alike, disputed]);
    const despite = winnerIsWrongDespite(election, { errorRate: 0.02, correlation: found });
    expect(found).toBeGreaterThan(0);
    expect(failureBound([...alike, disputed], 0.02)).toBeGreaterThanOrEqual(
      Math.min(1, 2_400 * despite),
    );
    expect(2_400 * despite).toBeGreaterThan(claimed);
  });
});
