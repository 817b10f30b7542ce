import fc from 'fast-check';
import { ambiguitiesIn, pairToJudge, shortened, type Pair } from '../../src/domain/differences';
import { ask, type Election, openElection, outcome, vote } from '../../src/domain/election';
import type { ElectionRecord, JudgedDifference } from '../../src/schemas/certificate';
import { elected } from './run-facts';

const counted = (votes: readonly string[], margin = 3): Election =>
  votes.reduce(
    (now, candidate) => vote(ask(now), candidate),
    openElection({ margin, maxVotes: 30, maxFlags: 9 }),
  );

describe('pairToJudge', () => {
  it('is the leader with the first after it, as soon as two candidates have votes', () => {
    expect(pairToJudge(counted(['a', 'a']), [])).toBeNull();
    expect(pairToJudge(counted(['a', 'b']), [])).toEqual(['a', 'b']);
    expect(pairToJudge(counted(['a', 'b', 'b', 'c']), [])).toEqual(['b', 'a']);
  });

  it('compares the leader with each other candidate once, whoever led then', () => {
    const judged: Pair[] = [['a', 'b']];
    expect(pairToJudge(counted(['a', 'b', 'b', 'c']), judged)).toEqual(['b', 'c']);
    expect(pairToJudge(counted(['a', 'b', 'b']), judged)).toBeNull();
  });

  it('waits for answers in flight, which may change who leads', () => {
    expect(pairToJudge(ask(counted(['a', 'b'])), [])).toBeNull();
  });

  it('judges nothing of an election that is decided, and pairs candidates with votes alone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }), (votes) => {
        const election = counted(votes);
        const pair = pairToJudge(election, []);
        expect(pair === null || outcome(election).status === 'open').toBe(true);
        for (const candidate of pair ?? [])
          expect(election.tally.get(candidate)).toBeGreaterThan(0);
        expect(new Set(pair).size).toBe(pair === null ? 0 : 2);
      }),
    );
  });
});

describe('shortened', () => {
  it('keeps at most 120 characters of each text, and that the outcomes differ', () => {
    const text = fc.string({ maxLength: 1_200, size: 'max' });
    fc.assert(
      fc.property(text, text, text, text, (call, same, one, other) => {
        fc.pre(one !== other);
        const short = shortened({ call, outcomes: [same + one, same + other] });
        const [first, second] = short.outcomes;
        for (const each of [short.call, first, second])
          expect(each.length).toBeLessThanOrEqual(120);
        expect(first).not.toBe(second);
      }),
    );
  });

  it('leaves short texts as they are', () => {
    const difference = { call: 'a(1)', outcomes: ['returned 1', 'threw Error'] } as const;
    expect(shortened(difference)).toEqual(difference);
  });
});

describe('ambiguitiesIn', () => {
  const judged = (
    task: string,
    call: string,
    verdict: JudgedDifference['verdict'],
  ): ElectionRecord => ({
    ...elected(task, 'difference'),
    difference: { call, outcomes: ['returned 1', 'threw Error'], verdict },
  });

  it('names the calls of which the contract does not say what is right', () => {
    const history = [
      judged('top/a', 'a(1)', 'unsaid'),
      judged('top/a', 'a(2)', 'first'),
      judged('top/b', 'b(1)', null),
      elected('top/a'),
    ];
    expect(ambiguitiesIn(history)).toEqual([
      { task: 'top/a', call: 'a(1)', outcomes: ['returned 1', 'threw Error'] },
    ]);
  });

  it('goes by what was said last: a user may have settled it', () => {
    const settled = [judged('top', 'a(1)', 'unsaid'), judged('top', 'a(1)', 'second')];
    expect(ambiguitiesIn(settled)).toEqual([]);
  });
});
