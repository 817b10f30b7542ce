import fc from 'fast-check';
import {
  closeAccount,
  exhaustedLimit,
  grantable,
  grantCalls,
  noteSpending,
  openLedger,
  raiseBudget,
  reservedOf,
  spentOf,
  type Ledger,
  type Spending,
} from '../../src/domain/ledger';

const HOUR_MS = 3_600_000;
const spending = (calls: number, costUsd: number, lostCalls = 0): Spending => ({
  usage: { calls, promptTokens: calls * 10, completionTokens: calls * 5, costUsd },
  lostCalls,
});
const ledger = (budget: Partial<Ledger['budget']>, maxCallUsd = 0.1): Ledger =>
  openLedger({ usd: 1, calls: 10, hours: 1, ...budget }, maxCallUsd);

describe('grantable', () => {
  it.each([
    { limit: 'calls', given: ledger({ calls: 3 }), calls: 3 },
    { limit: 'money, each call at its dearest', given: ledger({ usd: 0.3 }), calls: 3 },
    { limit: 'nothing but the wish', given: ledger({}), calls: 5 },
    { limit: 'calls alone where the model is free', given: ledger({ usd: 0 }, 0), calls: 5 },
  ])('is limited by $limit', ({ given, calls }) => {
    expect(grantable(given, 5, 0)).toBe(calls);
  });

  it('is nothing once the run is older than its budget of time', () => {
    expect(grantable(ledger({}), 5, HOUR_MS)).toBe(0);
  });

  it('counts what is handed out as if it were spent', () => {
    expect(grantable(grantCalls(ledger({ calls: 4 }), 'e1', 3), 5, 0)).toBe(1);
  });

  it('counts a call lost in a crash as the dearest call', () => {
    const given = closeAccount(ledger({ usd: 0.3 }), 'e1', spending(0, 0, 1));
    expect(grantable(given, 5, 0)).toBe(2);
  });

  it('never lets a run exceed its budget, whatever elections do with their grants (I10)', () => {
    const step = fc.record({
      id: fc.constantFrom('e1', 'e2', 'e3'),
      wanted: fc.integer({ min: 1, max: 5 }),
      usedShare: fc.double({ min: 0, max: 1, noNaN: true }),
      close: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 0, max: 20 }), (steps, calls) => {
        let now = ledger({ calls, usd: 1.05 });
        const spent = new Map<string, { calls: number; granted: number }>();
        for (const { id, wanted, usedShare, close } of steps) {
          const granted = grantable(now, wanted, 0);
          now = grantCalls(now, id, granted);
          const account = spent.get(id) ?? { calls: 0, granted: 0 };
          account.granted += granted;
          account.calls += Math.floor((account.granted - account.calls) * usedShare);
          spent.set(id, account);
          const told = spending(account.calls, account.calls * now.maxCallUsd);
          now = close ? closeAccount(now, id, told) : noteSpending(now, id, told);
          if (close) spent.delete(id);
          const { usage } = spentOf(now);
          expect(usage.calls + reservedOf(now)).toBeLessThanOrEqual(calls);
          expect(usage.costUsd).toBeLessThanOrEqual(1.05 + 1e-9);
        }
      }),
    );
  });
});

describe('noteSpending', () => {
  it('counts the same figures told twice once (I3)', () => {
    const once = noteSpending(ledger({}), 'e1', spending(2, 0.02));
    expect(spentOf(noteSpending(once, 'e1', spending(2, 0.02)))).toEqual(spentOf(once));
  });
});

describe('closeAccount', () => {
  it('frees what was granted and not spent', () => {
    const granted = grantCalls(ledger({ calls: 5 }), 'e1', 5);
    const closed = closeAccount(granted, 'e1', spending(2, 0.02));
    expect([reservedOf(closed), grantable(closed, 9, 0)]).toEqual([0, 3]);
  });
});

describe('raiseBudget', () => {
  it('adds nothing when it is repeated, and lowers nothing', () => {
    const budget = { usd: 5, calls: 100, hours: 24 };
    const raised = raiseBudget(budget, { usd: 7, calls: 50 });
    expect(raised).toEqual({ usd: 7, calls: 100, hours: 24 });
    expect(raiseBudget(raised, { usd: 7, calls: 50 })).toEqual(raised);
  });
});

describe('exhaustedLimit', () => {
  it('names the limit that was reached, and none while there is room', () => {
    expect(exhaustedLimit(ledger({}), 0)).toBeNull();
    expect(exhaustedLimit(ledger({ calls: 0 }), 0)).toMatch(/0 calls/);
    expect(exhaustedLimit(ledger({ usd: 0.05 }), 0)).toMatch(/one more call may cost \$0\.1000/);
    expect(exhaustedLimit(ledger({}), HOUR_MS)).toMatch(/1 hours/);
  });
});
