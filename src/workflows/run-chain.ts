import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createCertify } from '../activities/certify';
import type { createFinishChain } from '../activities/chain/finish-chain';
import type { createRunChunk } from '../activities/chain/run-chunk';
import { startOfChain } from '../domain/chain';
import type { Report } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { BOOKKEEPING, CHAIN_CHUNK, CHAIN_END } from './activity-options';
import * as books from './chain-book';
import { openDisplay } from './display';
import { persistently } from './faults';
import { isHistoryLong } from './history';
import * as messages from './messages';
import type { BuildResult, ChainInput, Phase, RunStatus, TaskState } from './messages';

const { runChunk } = proxyActivities<ReturnType<typeof createRunChunk>>(CHAIN_CHUNK);
const { finishChain } = proxyActivities<ReturnType<typeof createFinishChain>>(CHAIN_END);
const { certify } = proxyActivities<ReturnType<typeof createCertify>>(BOOKKEEPING);

/**
 * One run of a chain, whose steps are known beforehand: thousands of elections in each activity, where a workflow for
 * every one would cost more than the model. It pauses on faults, on a stuck step, and when the budget is spent.
 */
export async function runChain(input: ChainInput, carried?: books.ChainBook): Promise<BuildResult> {
  const { rules, spec } = input;
  const { workflowId, startTime } = workflowInfo();
  const display = openDisplay(rules.searchable);
  let book =
    carried ??
    books.openChainBook(input, {
      position: startOfChain(input.start),
      startedAtMs: startTime.getTime(),
    });
  let phase: Phase = 'building';
  let artifact: Hash | null = null;
  let failure = null as string | null;
  let report: Report | null = null;
  let result = null as BuildResult | null;

  const state = (): RunStatus['state'] => {
    if (result !== null) return result.status;
    return books.pauseOfBook(book, Date.now()) === null ? 'running' : 'paused';
  };
  const status = (): RunStatus => ({
    run: workflowId,
    spec: input.specName,
    family: rules.family,
    models: book.models,
    state: state(),
    phase: result === null ? phase : 'ended',
    pause: result === null ? books.pauseOfBook(book, Date.now()) : null,
    ...books.countsOfBook(book, taskState()),
    steps: { done: book.position.step, of: rules.steps },
    startedAt: new Date(book.startedAtMs).toISOString(),
    artifact,
    certificate: result?.certificate ?? null,
    failure,
  });
  const taskState = (): TaskState => {
    if (book.fault !== null) return 'stuck';
    return book.position.step === rules.steps ? 'solved' : 'voting';
  };
  const turn = (next: books.ChainBook): void => {
    book = next;
    display.show(status());
  };

  setHandler(messages.statusQuery, status);
  setHandler(messages.treeQuery, () => ({
    run: workflowId,
    state: state(),
    tasks: [books.taskOfBook(book, { name: input.specName, state: taskState() })],
  }));
  setHandler(messages.pauseSignal, () => turn({ ...book, pausedByUser: true }));
  setHandler(messages.resumeSignal, (wanted = {}) => turn(books.resumeBook(book, wanted)));
  setHandler(messages.raiseBudgetSignal, (wanted) => turn(books.raiseBookBudget(book, wanted)));
  turn(book);

  /** Does `work` until it succeeds; a fault pauses the run until the user says go on. */
  const persist = <T>(work: () => Promise<T>): Promise<T> =>
    persistently(work, (fault) => {
      turn({ ...book, fault });
      return condition(() => book.fault === null);
    });

  const electSteps = async (): Promise<void> => {
    while (book.position.step < rules.steps) {
      await condition(() => books.callsFor(book, Date.now()) > 0);
      const { patience, chunk } = book;
      const { name, queue, samplesPerRequest = 1 } = books.modelOf(book);
      const end = await persist(() =>
        runChunk.executeWithOptions(
          {
            ...CHAIN_CHUNK,
            taskQueue: queue,
            summary: `from step ${book.position.step + 1} of ${rules.steps}`,
          },
          [
            {
              run: workflowId,
              chunk,
              family: rules.family,
              model: { name, temperature: rules.temperature, samplesPerRequest },
              rules: {
                ...rules.election,
                maxVotes: rules.election.maxVotes * patience,
                maxFlags: rules.election.maxFlags * patience,
              },
              ...(rules.adaptive === undefined ? {} : { adaptive: rules.adaptive }),
              from: book.position,
              steps: rules.steps,
              previous: book.last,
              maxCalls: books.callsFor(book, Date.now()),
              seed: rules.seed,
            },
          ],
        ),
      );
      turn(books.bookChunk(book, end, input));
      if (isHistoryLong()) await continueAsNew<typeof runChain>(input, book);
    }
  };

  const check = async (last: Hash): Promise<void> => {
    phase = 'verifying';
    turn(book);
    const finished = await persist(() => finishChain({ spec, last }));
    artifact = finished.artifact;
    failure = finished.fault;
    const none = { passed: 0, failed: 0 };
    report = {
      examples: none,
      tests: failure === null ? { passed: rules.steps, failed: 0 } : { passed: 0, failed: 1 },
      properties: none,
      acceptance: none,
      failures: failure === null ? [] : [failure],
    };
  };

  const end = async (outcome: BuildResult['status']): Promise<BuildResult> => {
    phase = 'certifying';
    turn(book);
    const { usage, lostCalls } = book.counts;
    const certificate = await persist(() =>
      certify({
        run: workflowId,
        spec,
        specSha256: input.specSha256,
        status: outcome,
        elections: books.recordsOf(book, rules),
        spending: { usage, lostCalls },
        report,
        leaves: 0,
        artifact,
        startedAtMs: book.startedAtMs,
        endedAtMs: Date.now(),
      }),
    );
    result = { status: outcome, artifact, certificate };
    display.show(status());
    return result;
  };

  try {
    await electSteps();
    if (book.last === null) throw new Error('A chain ended without a step: it has none.');
    await check(book.last);
    return await end(failure === null ? 'done' : 'failed');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(() => end('cancelled'));
  }
}
