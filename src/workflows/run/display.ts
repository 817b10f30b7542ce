import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { runDetails } from '../details';
import type { RunStatus } from '../messages';

const FAMILY = defineSearchAttributeKey('MillwrightFamily', SearchAttributeType.KEYWORD);
const PHASE = defineSearchAttributeKey('MillwrightPhase', SearchAttributeType.KEYWORD);
const STATE = defineSearchAttributeKey('MillwrightState', SearchAttributeType.KEYWORD);

/**
 * Shows a run in Temporal's web UI: its details as Markdown, and family, phase and state as search attributes where the
 * server knows them. Attributes are written on a change alone, since each writing is an event.
 */
export function openDisplay(searchable: boolean): { show(status: RunStatus): void } {
  let shown = '';
  return {
    show: (status) => {
      setCurrentDetails(runDetails(status));
      const now = `${status.phase} ${status.state}`;
      if (!searchable || now === shown) return;
      shown = now;
      upsertSearchAttributes([
        { key: FAMILY, value: status.family },
        { key: PHASE, value: status.phase },
        { key: STATE, value: status.state },
      ]);
    },
  };
}
