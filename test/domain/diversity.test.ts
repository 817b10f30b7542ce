import fc from 'fast-check';
import { VARIED_PROMPTS, wayOf, type Choices } from '../../src/domain/diversity';
import { Source } from '../../src/schemas/vote';

const SHARES = { base: 0.3, varied: 0.3, other: 0.4 };
const choices: fc.Arbitrary<Choices> = fc.record({
  shares: fc.constant(SHARES),
  models: fc.integer({ min: 1, max: 5 }),
  hasRange: fc.boolean(),
  seed: fc.nat(),
});
const hasOthers = ({ models, hasRange }: Choices) => models > 1 || hasRange;

const waysOf = (count: number, given: Choices) =>
  Array.from({ length: count }, (_, index) => wayOf(index, given));
const countOf = (source: Source, ways: ReturnType<typeof waysOf>) =>
  ways.filter((way) => way.source === source).length;

describe('wayOf', () => {
  it('gives each source its share of the samples up to any number, to less than one sample', () => {
    fc.assert(
      fc.property(choices.filter(hasOthers), fc.integer({ min: 1, max: 64 }), (given, count) => {
        const ways = waysOf(count, given);
        for (const source of Source.options)
          expect(Math.abs(countOf(source, ways) - count * SHARES[source])).toBeLessThan(1);
      }),
    );
  });

  it('has 3, 3 and 4 of ten samples, the sources taking turns', () => {
    const ways = waysOf(10, { shares: SHARES, models: 1, hasRange: true, seed: 0 });
    const letters = ways.map(({ source }) => source.charAt(0)).join('');
    expect(letters).toBe('bovobvobvo');
  });

  it('asks the first sample by the base prompt at the lowest temperature, and no other at it (I1)', () => {
    fc.assert(
      fc.property(choices, fc.integer({ min: 1, max: 64 }), (given, index) => {
        expect(wayOf(0, given)).toEqual({ source: 'base', prompt: 0, model: 0, heat: 0 });
        expect(wayOf(index, given).heat).toBeGreaterThan(0);
        expect(wayOf(index, given).heat).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('makes samples of each source differ from the base in one respect alone', () => {
    fc.assert(
      fc.property(choices, fc.integer({ min: 1, max: 64 }), (given, index) => {
        const { source, prompt, model, heat } = wayOf(index, given);
        const differing = [prompt > 0, model > 0, heat < 1].filter(Boolean).length;
        expect(differing).toBe(source === 'base' ? 0 : 1);
        expect(prompt > 0).toBe(source === 'varied');
      }),
    );
  });

  it('asks every other model and every varied prompt before it asks one again', () => {
    fc.assert(
      fc.property(choices, (given) => {
        const ways = waysOf(40, given);
        const inTurn = (source: Source, offered: number, numberOf: (way: Way) => number) => {
          const numbers = ways.filter((way) => way.source === source).map(numberOf);
          for (let from = 0; from + offered <= numbers.length; from += 1)
            expect(new Set(numbers.slice(from, from + offered)).size).toBe(offered);
        };
        inTurn('varied', VARIED_PROMPTS, ({ prompt }) => prompt);
        if (given.models > 1) inTurn('other', given.models - 1, ({ model }) => model);
      }),
    );
  });

  it('shares between base and varied prompts where there is neither another model nor temperature', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 64 }), (seed, count) => {
        const ways = waysOf(count, { shares: SHARES, models: 1, hasRange: false, seed });
        expect(countOf('other', ways)).toBe(0);
        expect(countOf('base', ways)).toBe(Math.ceil(count / 2));
      }),
    );
  });

  it('begins with another model where the seed differs, so that the first votes hear them all', () => {
    const first = (seed: number) =>
      wayOf(1, { shares: SHARES, models: 3, hasRange: true, seed }).model;
    expect([first(0), first(1)]).toEqual([1, 2]);
  });
});

type Way = ReturnType<typeof wayOf>;
