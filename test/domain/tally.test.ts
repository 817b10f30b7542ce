import fc from 'fast-check';
import { castVote, countVotes, judge, rank, type Tally } from '../../src/domain/tally';

const tallyOf = (votes: readonly string[]): Tally => votes.reduce<Tally>(castVote, new Map());
const votes = fc.array(fc.constantFrom('a', 'b', 'c'));
const margin = fc.integer({ min: 1, max: 9 });

describe('judge', () => {
  it('elects the leader once it is ahead by the margin', () => {
    const verdict = judge(tallyOf(['a', 'b', 'a', 'a']), 2);
    expect(verdict).toEqual({ status: 'elected', winner: 'a', lead: 2 });
  });

  it('leaves a tie undecided', () => {
    expect(judge(tallyOf(['a', 'b']), 1)).toEqual({ status: 'undecided', lead: 0 });
  });

  it('is ahead by k, not first to k: three votes against two do not win with a margin of three', () => {
    expect(judge(tallyOf(['a', 'b', 'a', 'b', 'a']), 3)).toEqual({ status: 'undecided', lead: 1 });
  });

  it('never elects below the margin, whatever the votes (I2)', () => {
    fc.assert(
      fc.property(votes, margin, (cast, k) => {
        const verdict = judge(tallyOf(cast), k);
        return verdict.status === 'undecided' || verdict.lead >= k;
      }),
    );
  });

  it('elects a candidate that has the margin over every other one', () => {
    fc.assert(
      fc.property(votes, margin, (cast, k) => {
        const tally = tallyOf(cast);
        const verdict = judge(tally, k);
        if (verdict.status === 'undecided') return;
        const won = tally.get(verdict.winner) ?? 0;
        const others = [...tally].filter(([candidate]) => candidate !== verdict.winner);
        for (const [, count] of others) expect(won - count).toBeGreaterThanOrEqual(k);
      }),
    );
  });

  it('depends on the counts alone, not on the order of the votes', () => {
    fc.assert(
      fc.property(votes, margin, (cast, k) => {
        expect(judge(tallyOf([...cast].sort()), k)).toEqual(judge(tallyOf(cast), k));
      }),
    );
  });
});

describe('castVote', () => {
  it('counts every vote once and leaves the given tally as it was', () => {
    const before = tallyOf(['a']);
    const after = castVote(before, 'a');
    expect([countVotes(before), countVotes(after)]).toEqual([1, 2]);
  });
});

describe('rank', () => {
  it('puts more votes first, and of equal ones the earlier', () => {
    expect(rank(tallyOf(['a', 'b', 'c', 'b']))).toEqual([
      ['b', 2],
      ['a', 1],
      ['c', 1],
    ]);
  });
});
