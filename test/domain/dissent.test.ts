import fc from 'fast-check';
import { marginNeeded, learn, NO_EXPERIENCE } from '../../src/domain/adaptive-margin';
import { countHarderSteps, dissentAtLeast, dissentDespite } from '../../src/domain/dissent';
import type { ElectionRecord } from '../../src/schemas/certificate';

/** The same by going through every race of at most `votes` votes. */
function byRaces(accuracy: number, margin: number, dissent: number, votes = 400): number {
  let walks = new Map([['0 0', 1]]);
  let few = 0;
  for (let cast = 0; cast < votes; cast += 1) {
    const next = new Map<string, number>();
    const go = (right: number, wrong: number, share: number): void => {
      if (right - wrong === margin) few += share;
      else if (wrong < dissent) {
        const key = `${right} ${wrong}`;
        next.set(key, (next.get(key) ?? 0) + share);
      }
    };
    for (const [key, share] of walks) {
      const [right = 0, wrong = 0] = key.split(' ').map(Number);
      go(right + 1, wrong, share * accuracy);
      go(right, wrong + 1, share * (1 - accuracy));
    }
    walks = next;
  }
  return 1 - few;
}

describe('dissentAtLeast', () => {
  it('agrees with going through all races', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.6, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (accuracy, margin, dissent) => {
          expect(dissentAtLeast({ accuracy, margin }, dissent)).toBeCloseTo(
            byRaces(accuracy, margin, dissent),
            9,
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps the digits of a tiny tail', () => {
    const leading = (3 / 17) * 19_448 * 0.999 ** 10 * 0.001 ** 7; // k/(k+2w)·C(k+2w, w)·p^(k+w)·q^w at k = 3, w = 7
    const tail = dissentAtLeast({ accuracy: 0.999, margin: 3 }, 7);
    expect(tail / leading).toBeGreaterThan(1);
    expect(tail / leading).toBeLessThan(1.01);
  });
});

describe('dissentDespite', () => {
  it('is the dissent of a fixed margin where the margin does not rise', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.6, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        (accuracy, margin, dissent) => {
          expect(dissentDespite(accuracy, Array<number>(dissent).fill(margin))).toBeCloseTo(
            dissentAtLeast({ accuracy, margin }, dissent),
            9,
          );
        },
      ),
    );
  });

  it('follows every vote where it rises: from 2 to 4 after one vote astray', () => {
    // Astray at once, or after one right vote; then four in a row, or five, all right, or one more goes astray.
    const [p, e] = [0.9, 0.1];
    expect(dissentDespite(p, [2, 4])).toBeCloseTo(e * (1 - p ** 5) + p * e * (1 - p ** 4), 12);
  });
});

/** A stream of numbers in [0, 1). */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('countHarderSteps', () => {
  /** Elections of `count` steps whose votes are wrong with this probability, drawn from a seeded stream. */
  function hold(count: number, errorRate: number, random: () => number): ElectionRecord[] {
    return Array.from({ length: count }, () => {
      let [right, wrong] = [0, 0];
      while (right - wrong < 3) {
        if (random() < errorRate) wrong += 1;
        else right += 1;
      }
      return {
        task: 'steps',
        kind: 'step',
        status: 'elected',
        margin: 3,
        lead: 3,
        votes: right + wrong,
        votesForWinner: right,
        redFlags: {},
      };
    });
  }

  /** The same under margins that follow the votes. */
  function holdAdaptively(
    count: number,
    errorRate: number,
    random: () => number,
  ): ElectionRecord[] {
    const limits = { failure: 0.05 / count, most: 30 };
    let experience = NO_EXPERIENCE;
    return Array.from({ length: count }, () => {
      const opened = marginNeeded(experience, { runnerUp: 0, rest: 0 }, limits);
      let [right, wrong, margin] = [0, 0, opened];
      while (Math.abs(right - wrong) < margin) {
        if (random() < errorRate) wrong += 1;
        else right += 1;
        margin = marginNeeded(experience, { runnerUp: Math.min(right, wrong), rest: 0 }, limits);
      }
      const votesForWinner = Math.max(right, wrong);
      experience = learn(experience, { votes: right + wrong, votesForWinner });
      return {
        task: 'steps',
        kind: 'step',
        status: 'elected',
        margin,
        opened,
        lead: margin,
        votes: right + wrong,
        votesForWinner,
        redFlags: {},
      };
    });
  }

  it('finds hardly ever a hard one where all are alike', () => {
    const alarms = Array.from({ length: 100 }, (_, seed) =>
      countHarderSteps(hold(2_000, 0.05, lcg(seed + 1)), 0.05),
    ).filter((harder) => harder > 0);
    expect(alarms.length).toBeLessThanOrEqual(3);
  });

  it('takes no step for harder because its margin was raised', () => {
    const alarms = Array.from({ length: 60 }, (_, seed) =>
      countHarderSteps(holdAdaptively(500, 0.05, lcg(seed + 1)), 0.05),
    ).filter((harder) => harder > 0);
    expect(alarms.length).toBeLessThanOrEqual(2);
  });

  it('finds hard ones whose margins were raised', () => {
    const random = lcg(7);
    const steps = [...holdAdaptively(2_000, 0.01, random), ...holdAdaptively(30, 0.4, random)];
    const harder = countHarderSteps(steps, 0.015);
    expect(harder).toBeGreaterThan(15);
    expect(harder).toBeLessThanOrEqual(30);
  });

  it('finds a few hard ones among many easy ones', () => {
    const random = lcg(7);
    const steps = [...hold(5_000, 0.01, random), ...hold(30, 0.4, random)];
    const harder = countHarderSteps(steps, 0.015);
    expect(harder).toBeGreaterThan(0);
    expect(harder).toBeLessThanOrEqual(30);
  });

  it.each([
    ['no step', [], 0.01],
    ['votes that may be wrong half the time', hold(3, 0.3, lcg(1)), 0.5],
  ])('says nothing of %s', (_, steps, errorRate) => {
    expect(countHarderSteps(steps, errorRate)).toBe(0);
  });
});
