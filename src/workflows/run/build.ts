import { setHandler, workflowInfo } from '@temporalio/workflow';
import type { Report } from '../../schemas/certificate';
import type { Hash } from '../../schemas/hash';
import type { SwarmSummary } from '../../schemas/verification';
import * as messages from '../messages';
import type { BuildInput, BuildResult, RunStatus } from '../messages';
import { redecomposeUpdate } from '../redecomposition';
import { openDisplay } from './display';
import { bookRedecomposition } from './redecompose';
import { listen, openRoot, type Root } from './root';
import * as books from './run-book';

/** What continue-as-new carries over: the book, the attempt under way, and what went wrong before it. */
export interface Carried {
  readonly book: books.RunBook;
  readonly attempt: number;
  readonly failures: readonly string[];
  /** The top part that is being repaired, if one is. */
  readonly mending?: Hash;
  /** The top tasks that were started; absent in what older histories carry: that of the attempt was. */
  readonly started?: readonly string[];
}

/** A run while it is being built: its input, its root, and what has come of it so far. */
export interface Build extends Root {
  readonly input: BuildInput;
  /** What a history before this one was at: the top task of that attempt, or its repair. */
  readonly begun: Pick<Carried, 'attempt' | 'mending' | 'started'> | undefined;
  /** The top tasks that were started, in this history or in one before it. */
  readonly started: string[];
  /** Why earlier attempts did not pass their tests, newest last. */
  readonly failures: string[];
  /** Number of the attempt under way, from 1. */
  attempt: number;
  /** The top part whose package failed its tests and that is being repaired; null: none is. */
  mending: Hash | null;
  /** The top part of what was assembled last. */
  part: Hash | null;
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
        continueWith({
          book,
          attempt: build.attempt,
          failures: build.failures,
          started: build.started,
          ...(build.mending === null ? {} : { mending: build.mending }),
        }),
    }),
    input,
    begun: carried,
    started: [...(carried?.started ?? [])],
    failures: [...(carried?.failures ?? [])],
    attempt: carried?.attempt ?? 1,
    mending: carried?.mending ?? null,
    part: null,
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
  hearWishes(build);
  build.turn(build.book());
  return build;
}

function hearWishes({ input, book, turn }: Build): void {
  setHandler(redecomposeUpdate, (wish) => {
    const booked = bookRedecomposition(book(), wish, input.rules);
    turn(booked.book);
    return booked.answer;
  });
}

/** What a package's tests complain of, in a line for the user. */
export function describeReport(report: Report): string {
  return `The result did not pass its tests: ${report.failures.join('; ')}`;
}

function statusOf({ input, report, artifact, result, ...build }: Build): RunStatus {
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
    failure: result?.status === 'failed' && report !== null ? describeReport(report) : null,
  };
}
