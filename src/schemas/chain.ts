import { z } from 'zod';
import { Hash, Json } from './hash';
import { Usage } from './model';
import { RedFlag } from './vote';

const Count = z.int().nonnegative();

/** What a chain's calls and elections came to, as it is kept and sent. */
const ChainCounts = z.strictObject({
  usage: Usage,
  lostCalls: Count,
  failedRequests: Count,
  redFlags: z.partialRecord(RedFlag, Count),
  ways: z
    .array(
      z.strictObject({
        votes: Count,
        votesForWinner: Count,
        lead: Count,
        opened: z.int().positive().exactOptional(),
        flags: Count,
        steps: z.int().positive(),
      }),
    )
    .readonly(),
});

/** Where a chain stands: the next step, its state, and the votes on it so far. */
export const ChainPosition = z.strictObject({
  /** Steps elected so far. */
  step: Count,
  state: Json,
  tally: z.array(z.tuple([z.string(), Count])),
  flags: z.array(z.tuple([RedFlag, Count])),
  /** Samples asked for the next step so far. */
  asked: Count,
  /** What the steps so far have taught an adaptive margin; absent where the margin is fixed, and before the first step. */
  experience: z
    .strictObject({ weights: z.array(z.number().nonnegative()).readonly(), elections: Count })
    .exactOptional(),
});
export type ChainPosition = z.infer<typeof ChainPosition>;

const Reply = z.union([
  z.strictObject({ candidate: z.string() }),
  z.strictObject({ redFlag: RedFlag }),
]);

/** What happened to a request, as a journal keeps it. */
export const ChainEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sent'), samples: z.int().positive() }),
  z.strictObject({ kind: z.literal('answered'), replies: z.array(Reply).readonly(), usage: Usage }),
  z.strictObject({
    kind: z.literal('failed'),
    samples: z.int().positive(),
    isCharged: z.boolean(),
  }),
]);

/** A chain part-way through a chunk, as the store keeps it: what was added since the checkpoint before. */
export const Checkpoint = z.strictObject({
  /** The attempt that wrote it: another one's in its place means that this one was taken for dead. */
  writer: z.string(),
  /** Events since the chunk began. */
  events: Count,
  position: ChainPosition,
  inFlight: Count,
  counts: ChainCounts,
  outputs: z.array(Json),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** A checkpoint of which only its writer is read: the rest grows with the chunk. */
export const CheckpointWriter = z.object({ writer: z.string() });

/** What the steps of one chunk added to the result, and the chunk before it. */
export const Chunk = z.strictObject({
  previous: Hash.nullable(),
  /** The number of its first step, from 0. */
  first: Count,
  outputs: z.array(Json),
});

/** A chunk of which only its place in the chain is read: its outputs are many. */
export const ChunkLink = z.object({ previous: Hash.nullable() });

/** How a chunk ended. */
export const ChunkEnd = z.strictObject({
  /** 'stuck': the election on the next step is exhausted. */
  status: z.enum(['advanced', 'stuck']),
  /** null when no step was elected. */
  chunk: Hash.nullable(),
  to: ChainPosition,
  counts: ChainCounts,
  /** The last red flag's reason in words, '' when there was none. */
  complaint: z.string(),
});
export type ChunkEnd = z.infer<typeof ChunkEnd>;
