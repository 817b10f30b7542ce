import { cancellationSignal } from '@temporalio/activity';
import type { MarginLimits } from '../../domain/adaptive-margin';
import { isStuck, positionOf, type StepRules } from '../../domain/chain';
import { asksDue, type ElectionRules } from '../../domain/election';
import { seedOf } from '../../domain/seed';
import { ChunkEnd, type ChainPosition } from '../../schemas/chain';
import type { ChainFamilyName } from '../../schemas/contract';
import type { Hash } from '../../schemas/hash';
import { whileHeartbeating } from '../heartbeat';
import { keepTrying } from '../keep-trying';
import type { ChainFamily, Journals, SamplingModel, Store } from '../ports';
import { breathe } from './breathe';
import { openChunkLog, type ChunkLog } from './chunk-log';
import { sendRequest } from './send-request';

/** Milliseconds after which a chunk ends: how long a pause takes at most, and how often progress is told. */
const CHUNK_MS = 10_000;
/** Steps after which it ends at the latest: about 150 kB of result. */
const CHUNK_STEPS = 10_000;

export interface ChunkInput {
  readonly run: string;
  /** Number of this chunk in its run; with the run it names every call of it for ever. */
  readonly chunk: number;
  readonly family: ChainFamilyName;
  readonly model: ChainModel;
  readonly rules: ElectionRules;
  /** Where given, margins follow the votes; what they have taught is in the position. */
  readonly adaptive?: MarginLimits;
  readonly from: ChainPosition;
  /** Steps of the whole chain. */
  readonly steps: number;
  readonly previous: Hash | null;
  /** Calls it may make. */
  readonly maxCalls: number;
  readonly seed: number;
}

/** Who is asked for a step, and how. */
interface ChainModel {
  /** Name of the configured model. */
  readonly name: string;
  /** The first sample of a step is asked at the one temperature, all others at the other. */
  readonly temperature: { readonly first: number; readonly later: number };
  /** Answers that one request can bring. */
  readonly samplesPerRequest: number;
}

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
      const complaint = await elect(chunkLog, { input, family, model });
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

interface Electing {
  readonly input: ChunkInput;
  readonly family: ChainFamily;
  readonly model: SamplingModel;
}

/** Drives the chain as far as it may go now; returns why the last red-flagged answer was flagged. */
async function elect(chunkLog: ChunkLog, { input, family, model }: Electing): Promise<string> {
  const { steps, maxCalls, seed } = input;
  const signal = cancellationSignal();
  const untilMs = performance.now() + CHUNK_MS;
  const sending = new Set<Promise<void>>();
  /** Samples of the requests that are being sent, or wait to be sent again. */
  let awaited = 0;
  let failure: unknown = null;
  let complaint = '';

  const mayGoOn = (): boolean =>
    failure === null &&
    !signal.aborted &&
    chunkLog.chain().step < steps &&
    chunkLog.outputs.length < CHUNK_STEPS &&
    performance.now() < untilMs;

  const due = (): number => {
    const { election, counts } = chunkLog.chain();
    const callsLeft = maxCalls - counts.usage.calls - counts.lostCalls - awaited;
    const toBeSentAgain = awaited - election.inFlight;
    return mayGoOn() ? Math.min(asksDue(election) - toBeSentAgain, callsLeft) : 0;
  };

  const send = (count: number): void => {
    const { step, state, election } = chunkLog.chain();
    const { name, temperature } = input.model;
    const request = {
      ...family.prompt(state),
      model: name,
      temperature: election.asked === 0 ? temperature.first : temperature.later,
      seed: seedOf(seed, step, election.asked),
      count,
    };
    awaited += count;
    const sent = sendRequest({
      model,
      request,
      signal,
      note: chunkLog.note,
      read: (text) => family.readAnswer(text, state),
      complain: (reason) => {
        complaint = reason;
      },
    })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        awaited -= count;
        sending.delete(sent);
      });
    sending.add(sent);
  };

  const breath = breathe();
  for (;;) {
    for (let wanted = due(); wanted > 0; wanted = due()) send(requestSize(wanted, chunkLog, input));
    if (sending.size === 0) break;
    await Promise.race(sending);
    await chunkLog.keepUp();
    await breath();
  }
  if (failure !== null && !signal.aborted) {
    await chunkLog.settle();
    throw failure as Error;
  }
  return complaint;
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
