import { randomUUID } from 'node:crypto';
import { ApplicationFailure, log } from '@temporalio/activity';
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
  Checkpoint,
  CheckpointWriter,
} from '../../schemas/chain';
import type { Json } from '../../schemas/hash';
import { keepTrying } from '../keep-trying';
import type { Journal, Store } from '../ports';

/** Milliseconds between checkpoints: what a machine that dies can cost is what it did in them. */
const CHECKPOINT_MS = 1_000;

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
export interface ChunkLog {
  readonly chain: () => Chain;
  /** What the chunk's elected steps added to the result so far. */
  readonly outputs: readonly Json[];
  readonly note: (event: ChainEvent) => void;
  /** Writes a checkpoint when one is due, without waiting for it unless the one before has not ended in time. */
  readonly keepUp: () => Promise<void>;
  /** Resolves when every checkpoint that was begun is written. */
  readonly settle: () => Promise<void>;
}

export async function openChunkLog(input: ChunkLogInput): Promise<ChunkLog> {
  const { id, store, journal } = input;
  const outputs: Json[] = [];
  const rules: ChainRules = {
    ...input.rules,
    advance: (state, winner) => {
      const next = input.advance(state, winner);
      outputs.push(next.output);
      return next.state;
    },
  };
  const kept = await readCheckpoints(store, id);
  const latest = kept.at(-1);
  const position = latest?.position ?? input.from;
  const { counts = NO_COUNTS, inFlight = 0, events: told = 0 } = latest ?? {};
  let chain = resumeChain(position, input.rules, { counts, inFlight });
  for (const checkpoint of kept) outputs.push(...checkpoint.outputs);
  let written = outputs.length;
  for (const entry of journal.openAfter(told))
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

  const writer = randomUUID();
  let number = kept.length;
  let noted = told;
  let startedMs = performance.now();
  let writing: Promise<void> | null = null;
  let failure: unknown = null;

  const write = async (): Promise<void> => {
    const checkpoint: Checkpoint = {
      writer,
      events: journal.length(),
      position: positionOf(chain),
      inFlight: chain.election.inFlight,
      counts: chain.counts,
      outputs: outputs.slice(written),
    };
    written = outputs.length;
    noted = checkpoint.events;
    const at = `${id}:${number}`;
    number += 1;
    const standing = await keepTrying(() => store.record(at, checkpoint));
    // Our own comes back as it is; only another's writer is of interest, so the rest is not read.
    if (CheckpointWriter.parse(standing).writer !== writer) throw overtaken(id);
  };

  return {
    chain: () => chain,
    outputs,
    note,
    keepUp: async () => {
      if (failure !== null) throw failure as Error;
      const isDue = performance.now() - startedMs >= CHECKPOINT_MS;
      if (!isDue) return;
      if (writing !== null) return writing;
      if (journal.length() === noted) return;
      startedMs = performance.now();
      writing = write()
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => {
          writing = null;
        });
    },
    settle: async () => {
      await writing;
      if (failure !== null) throw failure as Error;
    },
  };
}

async function readCheckpoints(store: Store, id: string): Promise<Checkpoint[]> {
  const kept: Checkpoint[] = [];
  for (;;) {
    const stored = await store.find(`${id}:${kept.length}`);
    if (stored === undefined) return kept;
    kept.push(Checkpoint.parse(stored));
  }
}

/** Expected after a long pause of this process: the server gave its work to another one. */
function overtaken(id: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'chain.overtaken',
    message: `Another worker has gone on with ${id}, because this one gave no sign of life: this attempt ends.`,
  });
}
