import fc from 'fast-check';
import {
  ask,
  asksDue,
  flag,
  isOver,
  openElection,
  outcome,
  recount,
  vote,
  type Election,
  type ElectionRules,
} from '../../src/domain/election';
import { countVotes, judge } from '../../src/domain/tally';

const rules = fc.record({
  margin: fc.integer({ min: 1, max: 6 }),
  maxVotes: fc.integer({ min: 6, max: 30 }),
  maxFlags: fc.integer({ min: 1, max: 10 }),
});
const answers = fc.infiniteStream(fc.constantFrom('a', 'a', 'b', 'c', 'flagged'));
/** Which of the answers in flight arrives next does not matter to the machine: they carry no number. */
const hurry = fc.infiniteStream(fc.boolean());

/** Drives an election to its end, asking and telling in an arbitrary order, and shows every state on the way. */
function* drive(
  election: Election,
  { answer, askFirst }: { readonly answer: Iterator<string>; readonly askFirst: Iterator<boolean> },
): Generator<Election> {
  let now = election;
  while (!isOver(now)) {
    const mustTell = asksDue(now) === 0;
    if (!mustTell && (now.inFlight === 0 || askFirst.next().value === true)) now = ask(now);
    else {
      const told = String(answer.next().value);
      now = told === 'flagged' ? flag(now, 'malformed') : vote(now, told);
    }
    yield now;
  }
}

const everyState = (claim: (state: Election, rules: ElectionRules) => void): void => {
  fc.assert(
    fc.property(rules, answers, hurry, (given, answer, askFirst) => {
      for (const state of drive(openElection(given), { answer, askFirst })) claim(state, given);
    }),
  );
};

describe('asksDue', () => {
  it('asks for as many votes as the margin at first', () => {
    expect(asksDue(openElection({ margin: 3, maxVotes: 9, maxFlags: 9 }))).toBe(3);
  });

  it('asks one more when a vote is answered by a red flag', () => {
    const asked = ask(ask(openElection({ margin: 2, maxVotes: 9, maxFlags: 9 })));
    expect(asksDue(flag(asked, 'refused'))).toBe(1);
  });

  it('never has more in flight than the leader still needs (I4)', () => {
    everyState((state, { margin }) => {
      const { lead } = judge(state.tally, margin);
      expect(state.inFlight).toBeLessThanOrEqual(Math.max(0, margin - lead));
    });
  });

  it('never pays for more valid votes than the rules allow', () => {
    everyState((state, { maxVotes }) => {
      expect(countVotes(state.tally) + state.inFlight).toBeLessThanOrEqual(maxVotes);
    });
  });
});

describe('outcome', () => {
  it('comes for every stream of answers', () => {
    everyState((state, { maxVotes, maxFlags, margin }) => {
      expect(state.asked).toBeLessThanOrEqual(maxVotes + maxFlags + margin);
    });
  });

  it('elects with nothing in flight, so that no answer that was paid for goes uncounted', () => {
    everyState((state) => {
      const elected = outcome(state).status === 'elected';
      expect(elected && state.inFlight > 0).toBe(false);
    });
  });

  it('elects only with a lead of at least the margin (I2)', () => {
    everyState((state, { margin }) => {
      const end = outcome(state);
      expect(end.status !== 'elected' || end.lead >= margin).toBe(true);
    });
  });

  it('never counts a red flag as a vote (I1)', () => {
    everyState((state) => {
      expect(state.tally.has('malformed')).toBe(false);
    });
  });

  it('is exhausted as soon as the votes left cannot give anyone the margin', () => {
    let election = openElection({ margin: 3, maxVotes: 4, maxFlags: 9 });
    for (const candidate of ['a', 'b']) election = vote(ask(election), candidate);
    expect(outcome(election)).toEqual({ status: 'exhausted', lead: 0 });
  });

  it('is exhausted by red flags alone', () => {
    let election = openElection({ margin: 2, maxVotes: 9, maxFlags: 3 });
    for (let i = 0; i < 3; i += 1) election = flag(ask(election), 'malformed');
    expect(outcome(election)).toEqual({ status: 'exhausted', lead: 0 });
    expect(asksDue(election)).toBe(0);
  });
});

describe('vote', () => {
  it('refuses an answer that nobody asked for', () => {
    expect(() => vote(openElection({ margin: 1, maxVotes: 1, maxFlags: 1 }), 'a')).toThrow(
      /nobody had asked/,
    );
  });
});

describe('recount', () => {
  const counted = (votes: readonly string[]): Election =>
    votes.reduce(
      (now, candidate) => vote(ask(now), candidate),
      openElection({ margin: 9, maxVotes: 99, maxFlags: 99 }),
    );

  it('makes the tally of the votes that are left, and a red flag of each that is not (I1)', () => {
    const parts = fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c')), fc.nat(5));
    fc.assert(
      fc.property(parts, ([left, lost]) => {
        const before = counted([...left, ...Array<string>(lost).fill('d')]);
        const flags = Array<'contradicts-case'>(lost).fill('contradicts-case');
        const after = recount(before, { votes: left, flags });
        expect(after.tally).toEqual(counted(left).tally);
        expect(after.flags.get('contradicts-case') ?? 0).toBe(lost);
        expect([after.asked, after.inFlight]).toEqual([before.asked, 0]);
      }),
    );
  });

  it('refuses to count while answers are in flight, or other votes than there were', () => {
    expect(() => recount(ask(counted(['a'])), { votes: ['a'], flags: [] })).toThrow(/quiet/);
    expect(() => recount(counted(['a']), { votes: ['a', 'b'], flags: [] })).toThrow(/no other/);
  });
});
