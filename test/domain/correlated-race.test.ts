import fc from 'fast-check';
import { wrongWins } from '../../src/domain/correlated-race';
import { subjectFailure } from '../../src/domain/reliability';
import { createRandom } from '../../src/domain/simulation/random';

const errorRate = fc.double({ min: 0.001, max: 0.45, noNaN: true });
const margin = fc.integer({ min: 1, max: 12 });

describe('wrongWins', () => {
  it('is the closed form where votes are independent', () => {
    fc.assert(
      fc.property(errorRate, margin, (e, k) => {
        const found = wrongWins({ errorRate: e, margin: k, correlation: 0 });
        const expected = subjectFailure({ accuracy: 1 - e, margin: k });
        expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('grows with the correlation, up to the share of subjects that mislead every vote', () => {
    fc.assert(
      fc.property(
        errorRate,
        fc.integer({ min: 2, max: 8 }),
        fc.tuple(
          fc.double({ min: 0, max: 0.95, noNaN: true }),
          fc.double({ min: 0, max: 0.95, noNaN: true }),
        ),
        (e, k, pair) => {
          const [less, more] = [Math.min(...pair), Math.max(...pair)];
          const atLess = wrongWins({ errorRate: e, margin: k, correlation: less });
          const atMore = wrongWins({ errorRate: e, margin: k, correlation: more });
          expect(atMore).toBeGreaterThanOrEqual(atLess * (1 - 1e-9));
          expect(atMore).toBeLessThanOrEqual(e * (1 + 1e-9));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is what drawn urns come to', () => {
    const [e, k, correlation] = [0.2, 3, 0.3];
    const added = correlation / (1 - correlation);
    const random = createRandom(5);
    let lost = 0;
    const races = 20_000;
    for (let race = 0; race < races; race += 1) {
      let [right, wrong] = [0, 0];
      while (Math.abs(right - wrong) < k)
        if (random() < (e + wrong * added) / (1 + (right + wrong) * added)) wrong += 1;
        else right += 1;
      if (wrong > right) lost += 1;
    }
    const expected = wrongWins({ errorRate: e, margin: k, correlation });
    expect(Math.abs(lost / races - expected)).toBeLessThan(0.01);
  });

  it.each([
    [{ correlation: 1, margin: 3 }, 'correlation'],
    [{ correlation: 0.1, margin: 0 }, 'margin'],
  ])('refuses %j', (wrong, quantity) => {
    expect(() => wrongWins({ errorRate: 0.1, ...wrong })).toThrow(quantity);
  });
});
