import { log } from '@temporalio/activity';
import {
  type Chain,
  type ChainEvent,
  type ChainRules,
  NO_COUNTS,
  positionOf,
  resumeChain,
  type StepRules,
  tell,
} from '../../domain/chain';
import {
  ChainEvent as ChainEventSchema,
  type ChainPosition,
  type Checkpoint,
} from '../../schemas/chain';
import type { Json } from '../../schemas/hash';
import type { Journal } from '../ports/journals';
import type { Store } from '../ports/store';
import {
  type Checkpoints,
  type CheckpointsInput,
  openCheckpoints,
  readCheckpoints,
} from './checkpoints';

export interface ChunkLogInput {
  /** Names the chunk for ever. */
  readonly id: string;
  readonly from: ChainPosition;
  readonly rules: StepRules;
  /** What an elected candidate makes of a state, and what it adds to the result. */
  readonly advance: (
    state: Json,
    winner: string,
  ) => { readonly state: Json; readonly output: Json };
  readonly store: Store;
  readonly journal: Journal;
}

/**
 * A chunk's chain, kept so that a crash loses nothing that was paid for. Every event goes to this machine's journal
 * before anything follows from it, so a killed process repeats the calls in flight and no others; once a second the
 * chain goes to the store, from where another machine can go on.
 */
export interface ChunkLog extends Checkpoints {
  readonly chain: () => Chain;
  /** What the chunk's elected steps added to the result so far. */
  readonly outputs: readonly Json[];
  readonly note: (event: ChainEvent) => void;
}

export async function openChunkLog(input: ChunkLogInput): Promise<ChunkLog> {
  const { id, store, journal } = input;
  const kept = await readCheckpoints(store, id);
  const outputs = kept.flatMap((checkpoint) => checkpoint.outputs);
  const rules = rulesInto(outputs, input);
  let chain = chainAt(kept.at(-1), input);
  for (const entry of journal.openAfter(kept.at(-1)?.events ?? 0))
    chain = tell(chain, ChainEventSchema.parse(entry), rules);
  const note = (event: ChainEvent): void => {
    journal.append(event);
    chain = tell(chain, event, rules);
  };
  const lost = chain.election.inFlight;
  if (lost > 0) {
    log.warn('Calls of this chain were lost in a crash; they are counted and asked again', {
      id,
      lost,
    });
    note({ kind: 'failed', samples: lost, isCharged: true });
  }
  const standing = (): ReturnType<CheckpointsInput['standing']> => ({
    events: journal.length(),
    position: positionOf(chain),
    inFlight: chain.election.inFlight,
    counts: chain.counts,
  });
  const checkpoints = openCheckpoints({ id, store, kept, standing, outputs });
  return { ...checkpoints, chain: () => chain, outputs, note };
}

/** The chain's rules; what its elected steps add to the result is added to `outputs`. */
function rulesInto(outputs: Json[], { rules, advance }: ChunkLogInput): ChainRules {
  return {
    ...rules,
    advance: (state, winner) => {
      const next = advance(state, winner);
      outputs.push(next.output);
      return next.state;
    },
  };
}

/** The chain at a checkpoint, or where the chunk begins. */
function chainAt(latest: Checkpoint | undefined, { from, rules }: ChunkLogInput): Chain {
  const { position = from, counts = NO_COUNTS, inFlight = 0 } = latest ?? {};
  return resumeChain(position, rules, { counts, inFlight });
}
