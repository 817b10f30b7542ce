import fc from 'fast-check';
import { ask, openElection, vote } from '../../src/domain/election';
import { failureBound } from '../../src/domain/failure-bound';
import { minimalMargin } from '../../src/domain/margin';
import { followOwnVotes, marginToCertify } from '../../src/domain/own-votes-margin';

const counts = fc.record({ runnerUp: fc.nat(6), rest: fc.nat(4) });
const wanted = fc.record({
  errorRate: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
  failure: fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
  most: fc.constant(1_000),
});

describe('marginToCertify', () => {
  it('is never below the least that is asked for, whatever the error rate', () => {
    const given = { errorRate: 0.01, failure: 0.05, most: 4 };
    expect(marginToCertify({ runnerUp: 0, rest: 0 }, given)).toBe(2);
    expect(marginToCertify({ runnerUp: 0, rest: 0 }, { ...given, least: 3 })).toBe(3);
  });

  it('is the fixed margin, and 2 at least, as long as all votes agree', () => {
    fc.assert(
      fc.property(wanted, (given) => {
        const target = 1 - given.failure;
        const fixed = minimalMargin({ accuracy: 1 - given.errorRate, steps: 1, target });
        const margin = marginToCertify({ runnerUp: 0, rest: 0 }, given);
        expect(Math.abs(margin - Math.max(2, fixed))).toBeLessThanOrEqual(1e-9);
      }),
    );
  });

  it('lets the certificate bound the winner by what was wanted', () => {
    fc.assert(
      fc.property(counts, wanted, ({ runnerUp, rest }, given) => {
        const lead = marginToCertify({ runnerUp, rest }, given);
        const record = {
          task: 'a',
          kind: 'code' as const,
          status: 'elected' as const,
          margin: lead,
          lead,
          votes: 2 * runnerUp + rest + lead,
          votesForWinner: runnerUp + lead,
          redFlags: {},
        };
        expect(failureBound([record], given.errorRate)).toBeLessThanOrEqual(given.failure);
      }),
    );
  });

  it('never falls as more votes go to others, and goes no further than it may', () => {
    fc.assert(
      fc.property(counts, wanted, ({ runnerUp, rest }, given) => {
        const margin = marginToCertify({ runnerUp, rest }, given);
        expect(marginToCertify({ runnerUp: runnerUp + 1, rest }, given)).toBeGreaterThanOrEqual(
          margin,
        );
        expect(marginToCertify({ runnerUp, rest: rest + 1 }, given)).toBeGreaterThanOrEqual(margin);
        expect(marginToCertify({ runnerUp, rest }, { ...given, most: 3 })).toBe(
          Math.min(3, margin),
        );
      }),
    );
  });
});

describe('followOwnVotes', () => {
  it('asks for a larger lead once votes differ', () => {
    const open = openElection({ margin: 3, maxVotes: 20, maxFlags: 5 });
    const given = { errorRate: 0.15, failure: 0.0127, most: 6 };
    const disputed = ['a', 'a', 'b'].reduce((now, each) => vote(ask(now), each), open);
    expect(followOwnVotes(open, given).rules.margin).toBe(3);
    expect(followOwnVotes(disputed, given).rules).toEqual({ ...open.rules, margin: 4 });
  });
});
