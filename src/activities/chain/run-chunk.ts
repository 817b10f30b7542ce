import { cancellationSignal } from '@temporalio/activity';
import { isStuck, positionOf, type StepRules } from '../../domain/chain';
import { asksDue } from '../../domain/election';
import { ChunkEnd } from '../../schemas/chain';
import type { ChainFamilyName } from '../../schemas/contract';
import { whileHeartbeating } from '../heartbeat';
import { keepTrying } from '../keep-trying';
import type { ChainFamily } from '../ports/chain-family';
import type { Journals } from '../ports/journals';
import type { SamplingModel } from '../ports/language-model';
import type { Store } from '../ports/store';
import { breathe } from './breathe';
import type { ChunkInput } from './chunk-input';
import { openChunkLog, type ChunkLog } from './chunk-log';
import { openRequests, type Requests, type RequestsInput } from './requests';

/** Milliseconds after which a chunk ends: how long a pause takes at most, and how often progress is told. */
const CHUNK_MS = 10_000;
/** Steps after which it ends at the latest: about 150 kB of result. */
const CHUNK_STEPS = 10_000;

export interface ChainDependencies {
  readonly store: Store;
  readonly model: SamplingModel;
  readonly chains: Readonly<Record<ChainFamilyName, ChainFamily>>;
  readonly journals: Journals;
}

export const createRunChunk = ({ store, model, chains, journals }: ChainDependencies) => ({
  /**
   * Elects step after step until the chunk is full, its time or its calls are used up, a step is stuck, or it is
   * cancelled. Done again after a crash it goes on where it was, and asks again for nothing but what was in flight (I3).
   */
  async runChunk(input: ChunkInput): Promise<ChunkEnd> {
    const id = `chunk:${input.run}:${input.chunk}`;
    const ended = await store.find(`${id}:end`);
    if (ended !== undefined) return ChunkEnd.parse(ended);
    const journal = journals.open(id);
    const family = chains[input.family];
    const end = await whileHeartbeating(async () => {
      const chunkLog = await openChunkLog({
        id,
        from: input.from,
        rules: stepRules(input),
        advance: (state, winner) => family.advance(state, winner),
        store,
        journal,
      });
      const signal = cancellationSignal();
      const complaint = await elect({ input, family, model, chunkLog, signal });
      await chunkLog.settle();
      return keepChunk(chunkLog, { input, complaint, store });
    });
    const kept = await keepTrying(() => store.record(`${id}:end`, end));
    journal.remove();
    return ChunkEnd.parse(kept);
  },
});

function stepRules({ rules: election, adaptive }: ChunkInput): StepRules {
  return adaptive === undefined ? { election } : { election, adaptive };
}

/** Drives the chain as far as it may go now; returns why the last red-flagged answer was flagged. */
async function elect(electing: RequestsInput): Promise<string> {
  const { input, chunkLog, signal } = electing;
  const requests = openRequests(electing);
  const untilMs = performance.now() + CHUNK_MS;
  const mayGoOn = (): boolean =>
    requests.failure() === null &&
    !signal.aborted &&
    chunkLog.chain().step < input.steps &&
    chunkLog.outputs.length < CHUNK_STEPS &&
    performance.now() < untilMs;
  const due = (): number => (mayGoOn() ? samplesDue(chunkLog, requests, input) : 0);

  const breath = breathe();
  for (;;) {
    for (let wanted = due(); wanted > 0; wanted = due())
      requests.send(requestSize(wanted, chunkLog, input));
    const next = requests.next();
    if (next === null) break;
    await next;
    await chunkLog.keepUp();
    await breath();
  }
  if (requests.failure() !== null && !signal.aborted) {
    await chunkLog.settle();
    throw requests.failure() as Error;
  }
  return requests.complaint();
}

/** Samples that the election can use now and the chunk's calls allow, those left out that wait to be sent again (I4). */
function samplesDue(chunkLog: ChunkLog, requests: Requests, { maxCalls }: ChunkInput): number {
  const { election, counts } = chunkLog.chain();
  const awaited = requests.awaited();
  const callsLeft = maxCalls - counts.usage.calls - counts.lostCalls - awaited;
  const toBeSentAgain = awaited - election.inFlight;
  return Math.min(asksDue(election) - toBeSentAgain, callsLeft);
}

/** The first sample of a step is asked at a temperature of its own, so in a request of its own. */
function requestSize(wanted: number, chunkLog: ChunkLog, { model }: ChunkInput): number {
  const isFirst = chunkLog.chain().election.asked === 0;
  const { first, later } = model.temperature;
  if (isFirst && first !== later) return 1;
  return Math.min(wanted, model.samplesPerRequest);
}

interface Keeping {
  readonly input: ChunkInput;
  readonly complaint: string;
  readonly store: Store;
}

async function keepChunk(
  { chain, outputs }: ChunkLog,
  { input, complaint, store }: Keeping,
): Promise<ChunkEnd> {
  const { previous, from } = input;
  const chunk = { previous, first: from.step, outputs };
  return {
    status: isStuck(chain()) ? 'stuck' : 'advanced',
    chunk: outputs.length === 0 ? null : await keepTrying(() => store.put(chunk)),
    to: positionOf(chain()),
    counts: chain().counts,
    complaint,
  };
}
