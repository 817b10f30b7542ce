import type { Usage } from '../schemas/model';
import type { Budget } from '../schemas/spec';

/**
 * What a run may spend, has spent and has handed out (I10). Calls are handed out before they are made, each at the
 * price of the dearest call there can be, so that the budget holds without a lock and without asking before every call.
 */
export interface Ledger {
  readonly budget: Budget;
  readonly spent: Usage;
  /** Calls sent whose answer was lost in a crash: perhaps charged, so they count against the budget. */
  readonly lostCalls: number;
  /** Calls handed out and not yet settled. */
  readonly reserved: number;
  /** US dollars that one call can cost at the most. */
  readonly maxCallUsd: number;
}

export const NOTHING_SPENT: Usage = { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}

/** How many of `wanted` calls can be handed out without ever exceeding the budget; 0 when any limit is reached. */
export function grantable(ledger: Ledger, wanted: number, elapsedMs: number): number {
  if (elapsedMs >= ledger.budget.hours * 3_600_000) return 0;
  return Math.max(0, Math.min(wanted, callsLeft(ledger), callsAffordable(ledger)));
}

/** Hands out calls. */
export function reserve(ledger: Ledger, calls: number): Ledger {
  return { ...ledger, reserved: ledger.reserved + calls };
}

/** Books what became of a lease: the calls handed out are free again, what was really spent is spent. */
export function settleLease(
  ledger: Ledger,
  lease: { readonly leased: number; readonly usage: Usage; readonly lostCalls: number },
): Ledger {
  return {
    ...ledger,
    reserved: ledger.reserved - lease.leased,
    spent: addUsage(ledger.spent, lease.usage),
    lostCalls: ledger.lostCalls + lease.lostCalls,
  };
}

/** The budget with every figure that `wanted` names raised to it; none is ever lowered, so repeating it adds nothing. */
export function raiseBudget(budget: Budget, wanted: Partial<Budget>): Budget {
  return {
    usd: Math.max(budget.usd, wanted.usd ?? 0),
    calls: Math.max(budget.calls, wanted.calls ?? 0),
    hours: Math.max(budget.hours, wanted.hours ?? 0),
  };
}

/** Which limit keeps the run from asking one more call, in words for the user; null when none does. */
export function exhaustedLimit(ledger: Ledger, elapsedMs: number): string | null {
  const { budget, spent, reserved } = ledger;
  if (elapsedMs >= budget.hours * 3_600_000) return `the run is older than its budget of ${budget.hours} hours`;
  const inUse = reserved > 0 ? ` and ${reserved} are reserved` : '';
  if (callsLeft(ledger) < 1) return `${spent.calls} of ${budget.calls} calls are spent${inUse}`;
  if (callsAffordable(ledger) < 1) {
    return `$${spent.costUsd.toFixed(2)} of $${budget.usd.toFixed(2)} are spent${inUse}, and one more call may cost $${ledger.maxCallUsd.toFixed(4)}`;
  }
  return null;
}

function callsLeft({ budget, spent, lostCalls, reserved }: Ledger): number {
  return budget.calls - spent.calls - lostCalls - reserved;
}

function callsAffordable({ budget, spent, lostCalls, reserved, maxCallUsd }: Ledger): number {
  if (maxCallUsd === 0) return Number.MAX_SAFE_INTEGER;
  return Math.floor((budget.usd - spent.costUsd) / maxCallUsd + 1e-9) - lostCalls - reserved;
}
