import { Chunk, ChunkLink } from '../../schemas/chain';
import type { Hash, Json } from '../../schemas/hash';
import { ChainSpec } from '../../schemas/spec';
import { whileHeartbeating } from '../heartbeat';
import type { ChainCheck } from '../ports/chain-family';
import type { Store } from '../ports/store';
import { breathe } from './breathe';
import type { ChainDependencies } from './run-chunk';

/** Lines of one piece of the result: about a megabyte. */
const PIECE_LINES = 100_000;

export interface FinishedChain {
  /** The result: the same for the same outputs, however they were cut into chunks. */
  readonly artifact: Hash;
  /** What the family's own check found wrong, with the step's number; null: nothing. */
  readonly fault: string | null;
}

export const createFinishChain = ({
  store,
  chains,
}: Pick<ChainDependencies, 'store' | 'chains'>) => ({
  /** Replays every output of a chain through its family's check, and keeps them as one file in pieces. */
  async finishChain(input: { readonly spec: Hash; readonly last: Hash }): Promise<FinishedChain> {
    return whileHeartbeating(async () => {
      const spec = ChainSpec.parse(await store.get(input.spec));
      const family = chains[spec.family];
      const check = family.openCheck(spec);
      const file = openPieces(store);
      const breath = breathe();
      for (const hash of await chunksUpTo(store, input.last)) {
        const { outputs } = Chunk.parse(await store.get(hash));
        for (const output of outputs) await file.add(output, check);
        await breath();
      }
      const pieces = await file.end();
      const artifact = await store.put({ files: [{ path: family.resultFile, pieces }] });
      return { artifact, fault: check.finish() };
    });
  },
});

/** Every chunk, first to last: each knows the one before it. */
async function chunksUpTo(store: Store, last: Hash): Promise<readonly Hash[]> {
  const chunks: Hash[] = [];
  const breath = breathe();
  let hash: Hash | null = last;
  while (hash !== null) {
    chunks.push(hash);
    hash = ChunkLink.parse(await store.get(hash)).previous;
    await breath();
  }
  return chunks.reverse();
}

function openPieces(store: Store): {
  readonly add: (output: Json, check: ChainCheck) => Promise<void>;
  readonly end: () => Promise<readonly Hash[]>;
} {
  const pieces: Hash[] = [];
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    pieces.push(await store.put({ text: `${lines.join('\n')}\n` }));
    lines = [];
  };
  return {
    add: async (output, check) => {
      check.next(output);
      lines.push(JSON.stringify(output));
      if (lines.length === PIECE_LINES) await flush();
    },
    end: async () => {
      if (lines.length > 0) await flush();
      return pieces;
    },
  };
}
