import type { FailingCheck } from './failing-check';
import type { Family, LoadedPart, TracedCall } from './ports/family';
import type { Store } from './ports/store';
import type { StoredPart } from './subjects';

/** A failing tree with all that is found out about it. */
export interface Inquest {
  readonly store: Store;
  readonly family: Family;
  readonly stored: readonly StoredPart[];
  /** The same parts, as families take them. */
  readonly parts: readonly LoadedPart[];
  readonly check: FailingCheck;
  readonly calls: readonly TracedCall[] | null;
  readonly signal: AbortSignal;
}
