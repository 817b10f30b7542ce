import type { Examination } from '../schemas/vote';

/** How a reply ended: by itself, cut off at its limit, or declined (by the model, or by its provider's filter). */
export type Finish = 'stop' | 'length' | 'refused';

/** Why a reply is not read at all. */
export type UnreadFlag = keyof typeof DETAILS;

/** The red flag of a reply that ended so; null where it may be read. */
export function flagOfFinish(finish: Finish): UnreadFlag | null {
  if (finish === 'stop') return null;
  return finish === 'length' ? 'too-long' : 'refused';
}

/** What the examination of such a reply would have found, had there been one. */
export function flaggedUnread(
  redFlag: UnreadFlag,
): Extract<Examination, { readonly status: 'flagged' }> {
  return { status: 'flagged', redFlag, detail: DETAILS[redFlag] };
}

const DETAILS = {
  'too-long': 'The reply was cut off at its limit.',
  refused: 'The model gave no answer.',
} as const;
