import { workflowInfo } from '@temporalio/workflow';

/** Events after which a root starts a fresh history, far below the server's limit (I5). */
const MAX_EVENTS = 3_500;

/** Whether it is time to continue as new. */
export function isHistoryLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > MAX_EVENTS;
}
