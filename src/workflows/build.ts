import { setHandler, workflowInfo } from '@temporalio/workflow';
import type { Report } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import type { SwarmSummary } from '../schemas/verification';
import { openDisplay } from './display';
import * as messages from './messages';
import type { BuildInput, BuildResult, RunStatus } from './messages';
import { listen, openRoot, type Root } from './root';
import * as books from './run-book';

/** What continue-as-new carries over: the book, the attempt under way, and what went wrong before it. */
export interface Carried {
  readonly book: books.RunBook;
  readonly attempt: number;
  readonly failures: readonly string[];
}

/** A run while it is being built: its input, its root, and what has come of it so far. */
export interface Build extends Root {
  readonly input: BuildInput;
  /** The attempt whose top task a history before this one has started. */
  readonly carriedAttempt: number | undefined;
  /** Why earlier attempts did not pass their tests, newest last. */
  readonly failures: string[];
  /** Number of the attempt under way, from 1. */
  attempt: number;
  report: Report | null;
  artifact: Hash | null;
  leaves: number;
  verifiers: SwarmSummary | undefined;
  result: BuildResult | null;
  /** Shows the run as it stands, where nothing of its book has changed. */
  readonly show: () => void;
}

/** Sets the handlers of the root's workflow and shows the run; call it once, at its start. */
export function openBuild(
  input: BuildInput,
  carried: Carried | undefined,
  continueWith: (carried: Carried) => Promise<never>,
): Build {
  const display = openDisplay(input.rules.searchable);
  const { startTime } = workflowInfo();
  const build: Build = {
    ...openRoot({
      book: carried?.book ?? books.openBook(input, startTime.getTime()),
      adaptive: input.rules.adaptive === true,
      show: () => display.show(statusOf(build)),
      startAfresh: (book) =>
        continueWith({ book, attempt: build.attempt, failures: build.failures }),
    }),
    input,
    carriedAttempt: carried?.attempt,
    failures: [...(carried?.failures ?? [])],
    attempt: carried?.attempt ?? 1,
    report: null,
    artifact: null,
    leaves: 0,
    verifiers: undefined,
    result: null,
    show: () => display.show(statusOf(build)),
  };
  setHandler(messages.statusQuery, () => statusOf(build));
  setHandler(messages.treeQuery, () => ({
    run: workflowInfo().workflowId,
    state: statusOf(build).state,
    tasks: build.book().tasks,
  }));
  listen(build);
  build.turn(build.book());
  return build;
}

function statusOf({ input, failures, artifact, result, ...build }: Build): RunStatus {
  const book = build.book();
  const now = Date.now();
  const { workflowId, startTime } = workflowInfo();
  return {
    run: workflowId,
    spec: input.specName,
    family: input.rules.family,
    models: book.models ?? input.rules.models,
    ...(result === null
      ? { phase: book.phase, state: books.stateOf(book, now), pause: books.pauseOf(book, now) }
      : { phase: 'ended', state: result.status, pause: null }),
    ...books.countsOf(book),
    startedAt: startTime.toISOString(),
    artifact,
    certificate: result?.certificate ?? null,
    failure: result?.status === 'failed' ? (failures.at(-1) ?? null) : null,
  };
}
