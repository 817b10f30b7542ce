import * as fc from 'fast-check';
import { coverDoubts, type Seen } from '../../src/families/cover-doubts';

/** Calls of one letter each, of which the first `stated` are stated, and the places on which each mutant is told apart. */
function seenOf(
  stated: number,
  told: readonly (readonly number[])[],
  answers: readonly (readonly number[])[] = [],
): Seen {
  return {
    calls: 'abcdef'.split('').map((call) => ({ call, returns: call })),
    stated,
    told: told.map((places) => new Set(places)),
    answers: answers.map((places) => new Set(places)),
  };
}

const atMost = (most: number) => ({ most, known: [] });

describe('coverDoubts', () => {
  it('chooses first what tells apart most of the mutants that keep the stated calls', () => {
    const seen = seenOf(1, [[0, 2], [2], [3, 4], [4], [4, 5], []]);
    const { calls, ...counts } = coverDoubts(seen, atMost(1));
    expect(calls).toEqual([{ call: 'e', returns: 'e', tells: 3, tellsAnswers: 0 }]);
    expect(counts).toEqual({ mutants: 5, vouched: 1, answersApart: 0 });
  });

  it('has no call where every mutant that does otherwise contradicts a stated one', () => {
    expect(coverDoubts(seenOf(2, [[0, 3], [1], []]), atMost(4))).toEqual({
      calls: [],
      mutants: 2,
      vouched: 2,
      answersApart: 0,
    });
  });

  it('chooses what tells another answer apart before what tells many mutants apart', () => {
    const { calls, answersApart } = coverDoubts(
      seenOf(1, [[2], [2], [3]], [[3, 4], [4], [0, 5], []]),
      atMost(2),
    );
    expect(calls.map(({ call, tells, tellsAnswers }) => [call, tells, tellsAnswers])).toEqual([
      ['c', 2, 0],
      ['e', 0, 2],
    ]);
    expect(answersApart).toBe(2);
  });

  it('holds a witness against the code as another answer, and says where both returned data', () => {
    const seen = seenOf(1, [[2], [2], [3]]);
    const testimony = ['a', undefined, 'c', 'd', 'other', undefined];
    const found = coverDoubts({ ...seen, testimony }, atMost(1));
    expect(found.calls).toEqual([{ call: 'e', returns: 'e', tells: 0, tellsAnswers: 1 }]);
    expect(found).toMatchObject({ answersApart: 1, witness: { calls: 4, apart: 1 } });
  });

  it('takes a witness for alike that differs in the last digits of a fraction alone', () => {
    const calls = [{ call: 'a', returns: 0.1 + 0.2 }];
    const found = coverDoubts({ calls, stated: 0, told: [], testimony: [0.3] }, atMost(1));
    expect(found).toMatchObject({ calls: [], answersApart: 0, witness: { calls: 1, apart: 0 } });
  });

  it('passes over calls whose result nobody could state, or that may not be asked', () => {
    const seen = seenOf(0, [[0, 1, 2]]);
    const calls = seen.calls.map((one, at) => (at === 0 ? { ...one, returns: undefined } : one));
    const chosen = coverDoubts({ ...seen, calls }, atMost(4), (call) => call !== 'b');
    expect(chosen.calls.map(({ call }) => call)).toEqual(['c']);
  });

  it('adds calls with most that is special in no stated one, where fewer tell all mutants apart', () => {
    const special = ['zero', 'zero', '', 'zero negative', 'zero', 'empty'];
    const kinds = special.map((words) => new Set(words.split(' ').filter((word) => word !== '')));
    const { calls } = coverDoubts({ ...seenOf(1, [[2]]), special: kinds }, atMost(4));
    expect(calls.map(({ call, tells }) => [call, tells])).toEqual([
      ['c', 1],
      ['d', 0],
      ['f', 0],
    ]);
  });

  it('chooses only unstated calls that tell a mutant apart, and as many as it takes to tell all', () => {
    const places = fc.uniqueArray(fc.nat(5), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.nat(6),
        fc.array(places, { maxLength: 12 }),
        fc.array(places, { maxLength: 4 }),
        fc.nat(4),
        (stated, told, others, most) => {
          const { calls, mutants, vouched, answersApart } = coverDoubts(
            seenOf(stated, told, others),
            atMost(most),
          );
          const chosen = calls.map(({ call }) => 'abcdef'.indexOf(call));
          const keeps = (one: readonly number[]): boolean =>
            one.length > 0 && one.every((place) => place >= stated);
          const kept = told.filter(keeps);
          const apart = others.filter(keeps);
          expect(mutants - vouched).toBe(kept.length);
          expect(answersApart).toBe(apart.length);
          expect(chosen.length).toBeLessThanOrEqual(most);
          const tells = calls.reduce((sum, one) => sum + one.tells, 0);
          expect(tells).toBeLessThanOrEqual(kept.length);
          for (const place of chosen) {
            expect(place).toBeGreaterThanOrEqual(stated);
            expect([...kept, ...apart].some((one) => one.includes(place))).toBe(true);
          }
          const left = [...kept, ...apart].filter(
            (one) => !one.some((place) => chosen.includes(place)),
          );
          expect(chosen.length < most ? left : []).toEqual([]);
        },
      ),
    );
  });
});
