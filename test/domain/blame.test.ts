import fc from 'fast-check';
import { blame, describeBlame, type Suspect } from '../../src/domain/blame';

const suspectOf = (id: string, rest: Partial<Suspect> = {}): Suspect => ({
  id,
  wasCalled: true,
  failsAlone: false,
  mendedBy: null,
  depth: 1,
  ...rest,
});

const suspects = fc.uniqueArray(
  fc.record({
    id: fc.string(),
    wasCalled: fc.constantFrom(true, false, null),
    failsAlone: fc.boolean(),
    mendedBy: fc.constantFrom(null, 0, 1),
    depth: fc.nat(4),
  }),
  { selector: ({ id }) => id },
);

describe('blame', () => {
  it('never names a part that the failing check did not call', () => {
    fc.assert(fc.property(suspects, (given) => blame(given)?.wasCalled !== false));
  });

  it('names somebody whenever an experiment points at a part that was called', () => {
    fc.assert(
      fc.property(suspects, (given) => {
        const shown = given.some(
          ({ wasCalled, failsAlone, mendedBy }) =>
            wasCalled !== false && (failsAlone || mendedBy !== null),
        );
        const named = blame(given);
        return !shown || (named !== null && (named.failsAlone || named.mendedBy !== null));
      }),
    );
  });

  it('does not depend on the order in which the experiments were made', () => {
    fc.assert(
      fc.property(suspects, (given) => {
        const [one, other] = [blame(given), blame(given.toReversed())];
        expect(one?.depth).toBe(other?.depth);
        expect(one === null).toBe(other === null);
      }),
    );
  });

  it.each([
    ['one that fails alone', suspectOf('b', { failsAlone: true })],
    ['one whose runner-up mends it', suspectOf('b', { mendedBy: 1 })],
    ['the deepest that mends it', suspectOf('b', { mendedBy: 0, depth: 2 })],
  ])('names %s', (_, guilty) => {
    const others = [
      suspectOf('a', { depth: 0 }),
      suspectOf('c', { mendedBy: 0, wasCalled: false }),
    ];
    expect(blame([...others, guilty, suspectOf('d')])).toBe(guilty);
  });

  it('prefers what fails alone to what can be mended', () => {
    const guilty = suspectOf('b', { failsAlone: true, depth: 0 });
    expect(blame([suspectOf('a', { mendedBy: 0, depth: 3 }), guilty])).toBe(guilty);
  });

  it('guesses nothing: without evidence it names a part only where no other was called', () => {
    const only = suspectOf('a');
    expect(blame([only, suspectOf('b', { wasCalled: false })])).toBe(only);
    expect(blame([only, suspectOf('b')])).toBeNull();
  });
});

describe('describeBlame', () => {
  it.each([
    [null, /No part is shown/],
    [suspectOf('a', { failsAlone: true }), /^a is at fault: it fails its own cases/],
    [suspectOf('a', { mendedBy: 0 }), /^a is at fault: a runner-up/],
    [suspectOf('a'), /^a is at fault: nothing else was called/],
  ])('says why of %j', (suspect, words) => {
    expect(describeBlame(suspect)).toMatch(words);
  });
});
