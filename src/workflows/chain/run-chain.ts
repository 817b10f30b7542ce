import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { createCertify } from '../../activities/certify';
import type { ChunkInput } from '../../activities/chain/chunk-input';
import type { createFinishChain } from '../../activities/chain/finish-chain';
import type { createRunChunk } from '../../activities/chain/run-chunk';
import type { Report } from '../../schemas/certificate';
import type { ChunkEnd } from '../../schemas/chain';
import { BOOKKEEPING, CHAIN_CHUNK, CHAIN_END } from '../activity-options';
import { isHistoryLong } from '../history';
import type { BuildResult, ChainInput } from '../messages';
import * as books from './chain-book';
import { type ChainRun, openChainRun } from './chain-run';

const { runChunk } = proxyActivities<ReturnType<typeof createRunChunk>>(CHAIN_CHUNK);
const { finishChain } = proxyActivities<ReturnType<typeof createFinishChain>>(CHAIN_END);
const { certify } = proxyActivities<ReturnType<typeof createCertify>>(BOOKKEEPING);

/**
 * One run of a chain, whose steps are known beforehand: thousands of elections in each activity, where a workflow for
 * every one would cost more than the model. It pauses on faults, on a stuck step, and when the budget is spent.
 */
export async function runChain(input: ChainInput, carried?: books.ChainBook): Promise<BuildResult> {
  const run = openChainRun(input, carried);
  try {
    await electSteps(run);
    await check(run);
    return await end(run, run.outcome().failure === null ? 'done' : 'failed');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(() => end(run, 'cancelled'));
  }
}

/** Elects chunk after chunk to the last step; the book is carried over before the history grows long. */
async function electSteps(run: ChainRun): Promise<void> {
  const { input, book, turn, persist } = run;
  while (book().position.step < input.rules.steps) {
    await condition(() => books.callsFor(book(), Date.now()) > 0);
    const ended = await persist(() => electChunk(input, book()));
    turn(books.bookChunk(book(), ended, input));
    if (isHistoryLong()) await continueAsNew<typeof runChain>(input, book());
  }
}

/** Asks the model that is configured now: after a fault it may be another one. */
function electChunk(input: ChainInput, book: books.ChainBook): Promise<ChunkEnd> {
  const { queue: taskQueue } = books.modelOf(book);
  const summary = `from step ${book.position.step + 1} of ${input.rules.steps}`;
  const options = { ...CHAIN_CHUNK, taskQueue, summary };
  return runChunk.executeWithOptions(options, [chunkOf(input, book)]);
}

function chunkOf({ rules }: ChainInput, book: books.ChainBook): ChunkInput {
  const { election, adaptive, temperature, family, steps, seed } = rules;
  const { name, samplesPerRequest = 1 } = books.modelOf(book);
  return {
    run: workflowInfo().workflowId,
    chunk: book.chunk,
    family,
    model: { name, temperature, samplesPerRequest },
    rules: {
      ...election,
      maxVotes: election.maxVotes * book.patience,
      maxFlags: election.maxFlags * book.patience,
    },
    ...(adaptive === undefined ? {} : { adaptive }),
    from: book.position,
    steps,
    previous: book.last,
    maxCalls: books.callsFor(book, Date.now()),
    seed,
  };
}

/** Has the whole replayed by the family's own check, which was written apart from what elected the steps. */
async function check({ input, book, learn, persist }: ChainRun): Promise<void> {
  const { last } = book();
  if (last === null) throw new Error('A chain ended without a step: it has none.');
  learn({ phase: 'verifying' });
  const { artifact, fault } = await persist(() => finishChain({ spec: input.spec, last }));
  learn({ artifact, failure: fault, report: reportOf(fault, input.rules.steps) });
}

function reportOf(fault: string | null, steps: number): Report {
  const none = { passed: 0, failed: 0 };
  return {
    examples: none,
    tests: fault === null ? { passed: steps, failed: 0 } : { passed: 0, failed: 1 },
    properties: none,
    acceptance: none,
    failures: fault === null ? [] : [fault],
  };
}

async function end(run: ChainRun, status: BuildResult['status']): Promise<BuildResult> {
  const { input, book, outcome, learn, persist } = run;
  learn({ phase: 'certifying' });
  const { artifact, report } = outcome();
  const { counts, startedAtMs } = book();
  const certificate = await persist(() =>
    certify({
      run: workflowInfo().workflowId,
      spec: input.spec,
      specSha256: input.specSha256,
      status,
      elections: books.recordsOf(book(), input.rules),
      spending: { usage: counts.usage, lostCalls: counts.lostCalls },
      report,
      leaves: 0,
      artifact,
      startedAtMs,
      endedAtMs: Date.now(),
    }),
  );
  const result = { status, artifact, certificate };
  learn({ result });
  return result;
}
