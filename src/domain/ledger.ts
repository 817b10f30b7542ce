import type { Usage } from '../schemas/model';
import type { Budget } from '../schemas/spec';

/**
 * What a run may spend, has spent and has handed out (I10). Calls are handed out before they are made, each at the
 * price of the dearest call there can be, so that the budget holds without a lock and without asking before every call.
 */
export interface Ledger {
  readonly budget: Budget;
  /** US dollars that one call can cost at the most. */
  readonly maxCallUsd: number;
  /** What elections that have ended spent. */
  readonly closed: Spending;
  /** Elections under way, by id. */
  readonly open: Readonly<Record<string, Account>>;
}

export interface Spending {
  readonly usage: Usage;
  /** Calls sent whose answer was lost in a crash: perhaps charged, so they count against the budget. */
  readonly lostCalls: number;
}

/** What one election was granted, and what it says it has spent so far. */
interface Account extends Spending {
  readonly granted: number;
}

export const NOTHING: Spending = {
  usage: { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 },
  lostCalls: 0,
};

export function openLedger(budget: Budget, maxCallUsd: number): Ledger {
  return { budget, maxCallUsd, closed: NOTHING, open: {} };
}

export function addSpending(a: Spending, b: Spending): Spending {
  return {
    usage: {
      calls: a.usage.calls + b.usage.calls,
      promptTokens: a.usage.promptTokens + b.usage.promptTokens,
      completionTokens: a.usage.completionTokens + b.usage.completionTokens,
      costUsd: a.usage.costUsd + b.usage.costUsd,
    },
    lostCalls: a.lostCalls + b.lostCalls,
  };
}

/** Hands out calls to an election. */
export function grantCalls(ledger: Ledger, id: string, calls: number): Ledger {
  const account = ledger.open[id] ?? { ...NOTHING, granted: 0 };
  return {
    ...ledger,
    open: { ...ledger.open, [id]: { ...account, granted: account.granted + calls } },
  };
}

/** Notes what an election has spent so far, in all: the same figures told twice count once (I3). */
export function noteSpending(ledger: Ledger, id: string, spending: Spending): Ledger {
  const account = ledger.open[id] ?? { ...NOTHING, granted: 0 };
  return { ...ledger, open: { ...ledger.open, [id]: { ...account, ...spending } } };
}

/** Closes an election's account: what it was granted and did not spend is free again. */
export function closeAccount(ledger: Ledger, id: string, spending: Spending): Ledger {
  const open = Object.fromEntries(Object.entries(ledger.open).filter(([other]) => other !== id));
  return { ...ledger, open, closed: addSpending(ledger.closed, spending) };
}

/** All that was spent, by elections ended and under way. */
export function spentOf({ closed, open }: Ledger): Spending {
  return Object.values(open).reduce(addSpending, closed);
}

/** Calls handed out whose cost is not known yet. */
export function reservedOf({ open }: Ledger): number {
  return Object.values(open).reduce(
    (sum, { granted, usage }) => sum + Math.max(0, granted - usage.calls),
    0,
  );
}

/** How many of `wanted` calls can be handed out without ever exceeding the budget; 0 when any limit is reached. */
export function grantable(ledger: Ledger, wanted: number, elapsedMs: number): number {
  if (isTooOld(ledger, elapsedMs)) return 0;
  return Math.max(0, Math.min(wanted, callsLeft(ledger), callsAffordable(ledger)));
}

/** Which limit keeps the run from asking one more call, in words for the user; null when none does. */
export function exhaustedLimit(ledger: Ledger, elapsedMs: number): string | null {
  const { budget, maxCallUsd } = ledger;
  const { usage, lostCalls } = spentOf(ledger);
  if (isTooOld(ledger, elapsedMs))
    return `the run is older than its budget of ${budget.hours} hours`;
  if (callsLeft(ledger) < 1) {
    return `${usage.calls + lostCalls} of the budget's ${budget.calls} calls are spent and ${reservedOf(ledger)} more are under way`;
  }
  if (callsAffordable(ledger) < 1) {
    return `$${usage.costUsd.toFixed(4)} of the budget's $${budget.usd.toFixed(2)} are spent, and one more call may cost $${maxCallUsd.toFixed(4)}`;
  }
  return null;
}

/** The budget with every figure that `wanted` names raised to it; none is ever lowered, so repeating it adds nothing. */
export function raiseBudget(budget: Budget, wanted: Partial<Budget>): Budget {
  return {
    usd: Math.max(budget.usd, wanted.usd ?? 0),
    calls: Math.max(budget.calls, wanted.calls ?? 0),
    hours: Math.max(budget.hours, wanted.hours ?? 0),
  };
}

function isTooOld({ budget }: Ledger, elapsedMs: number): boolean {
  return elapsedMs >= budget.hours * 3_600_000;
}

function callsLeft(ledger: Ledger): number {
  const { usage, lostCalls } = spentOf(ledger);
  return ledger.budget.calls - usage.calls - lostCalls - reservedOf(ledger);
}

/** Lost calls may have been charged, so each counts as the dearest call. */
function callsAffordable(ledger: Ledger): number {
  const { budget, maxCallUsd } = ledger;
  if (maxCallUsd === 0) return Number.MAX_SAFE_INTEGER;
  const { usage, lostCalls } = spentOf(ledger);
  const free = budget.usd - usage.costUsd;
  return Math.floor(free / maxCallUsd + FLOATING_SLACK) - lostCalls - reservedOf(ledger);
}

/** Keeps a budget of exactly n calls from affording n - 1, as 0.3 / 0.1 = 2.9999999999999996 would. */
const FLOATING_SLACK = 1e-9;
