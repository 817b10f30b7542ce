import { getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Spending } from '../../domain/ledger';
import { type Grant, grantSignal, leaseSignal } from '../messages';

/** Calls that an election may make; every one of them was reserved in the run's ledger first (I10). */
export interface Lease {
  /** Takes one call, or says that there is none. */
  take(): boolean;
  /** Asks the root for more, unless that was asked already. */
  request(calls: number, spending: Spending): Promise<void>;
  /** Calls that can be taken now. */
  available(): number;
}

/** Sets the handler of `grant`; call it once, at the start of a workflow. `heed` is told what else a grant says. */
export function openLease(
  { run, allowance }: { readonly run: string; readonly allowance: number },
  heed: (news: Omit<Grant, 'calls'>) => void,
): Lease {
  const root = getExternalWorkflowHandle(run);
  let available = allowance;
  let requested = false;
  setHandler(grantSignal, ({ calls, ...news }) => {
    heed(news);
    available += calls;
    requested = false;
  });
  return {
    take: () => {
      if (available === 0) return false;
      available -= 1;
      return true;
    },
    request: async (calls, spending) => {
      if (requested) return;
      requested = true;
      await root.signal(leaseSignal, { from: workflowInfo().workflowId, calls, spending });
    },
    available: () => available,
  };
}
