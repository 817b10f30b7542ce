import type { Json } from '../../schemas/hash';

/** Where this machine keeps what an activity notes, so that it outlives the process. */
export interface Journals {
  /** The journal of that name, which need not exist yet. */
  open(id: string): Journal;
}

/** Entries in order, numbered from 1; each is kept once `append` has returned, whatever then becomes of the process. */
export interface Journal {
  /**
   * What was noted after the first `known` entries; afterwards the journal's length is at least `known`. One that is
   * shorter is outdated, since another machine has gone on, and is emptied.
   */
  openAfter(known: number): readonly Json[];
  append(entry: Json): void;
  length(): number;
  /** Removes it; it may be removed already. */
  remove(): void;
}
