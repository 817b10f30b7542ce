import * as fc from 'fast-check';
import { representativeOf, type Representative } from '../../src/domain/representative';

const standing = (samples: readonly Representative[]): Representative | undefined =>
  samples.reduce<Representative | undefined>(
    (known, sample) => representativeOf(known, sample),
    undefined,
  );

describe('representativeOf', () => {
  it('takes the shortest, and of equally long ones the earliest, in whatever order they arrive', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        sizes.chain((drawn) =>
          fc.shuffledSubarray(
            drawn.map((size, index) => ({ index, size })),
            { minLength: drawn.length },
          ),
        ),
        (samples) => {
          const least = Math.min(...samples.map(({ size }) => size));
          const first = Math.min(
            ...samples.filter(({ size }) => size === least).map(({ index }) => index),
          );
          expect(standing(samples)).toEqual({ index: first, size: least });
        },
      ),
    );
  });

  it('takes the earliest of samples that were not measured', () => {
    expect(standing([{ index: 2 }, { index: 0 }, { index: 1 }])).toEqual({ index: 0 });
    expect(standing([{ index: 2, size: 1 }, { index: 0 }])).toEqual({ index: 0 });
  });
});
