import fc from 'fast-check';
import { AGREEMENT, agreementOn, answersDue } from '../../src/domain/agreement';

const answers = fc.array(fc.constantFrom('a', 'a', 'a', 'b', 'c', null), { maxLength: 5 });
const shareOf = (result: string, all: readonly (string | null)[]) =>
  all.filter((answer) => answer === result).length / all.length;

describe('agreementOn', () => {
  it.each([
    [[], { status: 'open', needed: 4 }],
    [['a', 'a', 'a'], { status: 'open', needed: 1 }],
    [['a', 'a', 'a', 'a'], { status: 'agreed', result: 'a', votes: 4 }],
    [['a', 'b', 'a', 'a'], { status: 'open', needed: 1 }],
    [['a', 'b', 'a', 'a', 'a'], { status: 'agreed', result: 'a', votes: 4 }],
    [['a', 'a', 'a', null, 'a'], { status: 'agreed', result: 'a', votes: 4 }],
    [['a', 'b', 'a', 'b'], { status: 'disputed' }],
    [['a', 'b', 'c'], { status: 'disputed' }],
    [[null, null, 'a'], { status: 'disputed' }],
    [[null, null, null, null], { status: 'disputed' }],
  ])('judges %j', (given, expected) => {
    expect(agreementOn(given)).toEqual(expected);
  });

  it('agrees only on what at least four fifths of at least four answers say', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const judged = agreementOn(given);
        if (judged.status !== 'agreed') return;
        expect(given.length).toBeGreaterThanOrEqual(4);
        expect(shareOf(judged.result, given)).toBeGreaterThanOrEqual(0.8);
      }),
    );
  });

  it('is settled for good once it is settled, whatever else might have been answered', () => {
    fc.assert(
      fc.property(answers, answers, (given, later) => {
        const rest = later.slice(0, AGREEMENT.most - given.length);
        if (agreementOn(given).status !== 'disputed') return;
        for (let more = 0; more <= rest.length; more += 1)
          expect(agreementOn([...given, ...rest.slice(0, more)]).status).toBe('disputed');
      }),
    );
  });

  it('says of an open question how many like answers settle it, and no fewer do', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const judged = agreementOn(given);
        if (judged.status !== 'open') return;
        const leader = ['a', 'b', 'c'].find((one) =>
          ['a', 'b', 'c'].every((other) => shareOf(one, given) >= shareOf(other, given)),
        );
        const after = (more: number) =>
          agreementOn([...given, ...Array<string>(more).fill(leader ?? 'a')]).status;
        expect(after(judged.needed)).toBe('agreed');
        for (let fewer = 0; fewer < judged.needed; fewer += 1)
          expect(after(fewer)).not.toBe('agreed');
      }),
    );
  });
});

describe('answersDue', () => {
  it('asks as many as some open question needs, and nobody once all are settled', () => {
    const settled = [agreementOn(['a', 'a', 'a', 'a']), agreementOn(['a', 'b', 'c'])];
    expect(answersDue([...settled, agreementOn(['a', 'a', 'b', 'a'])])).toBe(1);
    expect(answersDue(settled)).toBe(0);
    expect(answersDue([])).toBe(0);
  });
});
