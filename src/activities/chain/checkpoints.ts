import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { Checkpoint, CheckpointWriter } from '../../schemas/chain';
import type { Json } from '../../schemas/hash';
import { keepTrying } from '../keep-trying';
import type { Store } from '../ports/store';

/** Milliseconds between checkpoints: what a machine that dies can cost is what it did in them. */
const CHECKPOINT_MS = 1_000;

export interface CheckpointsInput {
  /** Names the chunk for ever. */
  readonly id: string;
  readonly store: Store;
  /** Those that stand there already. */
  readonly kept: readonly Checkpoint[];
  /** Where the chain stands now. */
  readonly standing: () => Omit<Checkpoint, 'writer' | 'outputs'>;
  /** All that the chunk has added to the result. */
  readonly outputs: readonly Json[];
}

/** Writes to the store where a chunk stands; each writing holds what was added since the one before. */
export interface Checkpoints {
  /** Writes one when it is due, without waiting for it unless the one before has not ended in time. */
  readonly keepUp: () => Promise<void>;
  /** Resolves when every one that was begun is written. */
  readonly settle: () => Promise<void>;
}

/** Both methods throw what a writing failed with, among it that another attempt has written in this one's place. */
export function openCheckpoints(input: CheckpointsInput): Checkpoints {
  const { id, store, kept, standing, outputs } = input;
  const writer = randomUUID();
  let number = kept.length;
  let events = kept.at(-1)?.events ?? 0;
  let written = kept.reduce((sum, checkpoint) => sum + checkpoint.outputs.length, 0);
  let startedMs = performance.now();
  let writing: Promise<void> | null = null;
  let failure: unknown = null;

  const write = async (): Promise<void> => {
    const checkpoint = { ...standing(), writer, outputs: outputs.slice(written) };
    written = outputs.length;
    events = checkpoint.events;
    const at = checkpointId(id, number);
    number += 1;
    await record(store, at, checkpoint);
  };
  const begin = (): void => {
    startedMs = performance.now();
    writing = write()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        writing = null;
      });
  };
  return {
    keepUp: async () => {
      if (failure !== null) throw failure as Error;
      if (performance.now() - startedMs < CHECKPOINT_MS) return;
      if (writing !== null) return writing;
      if (standing().events > events) begin();
    },
    settle: async () => {
      await writing;
      if (failure !== null) throw failure as Error;
    },
  };
}

/** The checkpoints of a chunk, first to last. */
export async function readCheckpoints(store: Store, id: string): Promise<readonly Checkpoint[]> {
  const kept: Checkpoint[] = [];
  for (;;) {
    const stored = await store.find(checkpointId(id, kept.length));
    if (stored === undefined) return kept;
    kept.push(Checkpoint.parse(stored));
  }
}

/** @throws ApplicationFailure 'chain.overtaken' when another attempt's stands there */
async function record(store: Store, at: string, checkpoint: Checkpoint): Promise<void> {
  const standing = await keepTrying(() => store.record(at, checkpoint));
  // Our own comes back as it is; only another's writer is of interest, so the rest is not read.
  if (CheckpointWriter.parse(standing).writer !== checkpoint.writer) throw overtaken(at);
}

function checkpointId(id: string, number: number): string {
  return `${id}:${number}`;
}

/** Expected after a long pause of this process: the server gave its work to another one. */
function overtaken(at: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'chain.overtaken',
    message: `Another worker has gone on and written ${at}, because this one gave no sign of life: this attempt ends.`,
  });
}
