import {
  addCounts,
  NO_COUNTS,
  resumeChain,
  type ChainCounts,
  type StepRules,
} from '../../domain/chain';
import {
  exhaustedLimit,
  grantable,
  openLedger,
  raiseBudget,
  type Ledger,
} from '../../domain/ledger';
import type { ElectionRecord } from '../../schemas/certificate';
import type { ChainPosition, ChunkEnd } from '../../schemas/chain';
import type { Hash } from '../../schemas/hash';
import type { Budget } from '../../schemas/spec';
import type {
  ChainInput,
  ModelChoice,
  PauseReason,
  Resume,
  RunStatus,
  TaskState,
  TaskStatus,
} from '../messages';
import { budgetSpent, NO_TASKS, PAUSED_BY_USER } from '../run/standing';

/**
 * All that a chain's workflow knows, as a value: what every chunk that has ended came to. It is what continue-as-new
 * carries over.
 */
export interface ChainBook {
  readonly position: ChainPosition;
  /** The last chunk that added something to the result. */
  readonly last: Hash | null;
  /** Number of the next chunk. */
  readonly chunk: number;
  readonly counts: ChainCounts;
  readonly budget: Budget;
  /** Those that are asked from now on. */
  readonly models: readonly ModelChoice[];
  /** How often the user let a stuck step go on: each time it may take as many votes and red flags again. */
  readonly patience: number;
  readonly pausedByUser: boolean;
  readonly fault: PauseReason | null;
  readonly startedAtMs: number;
}

export function openChainBook(
  { budget, rules: { models } }: ChainInput,
  { position, startedAtMs }: Pick<ChainBook, 'position' | 'startedAtMs'>,
): ChainBook {
  return {
    position,
    last: null,
    chunk: 0,
    counts: NO_COUNTS,
    budget,
    models,
    patience: 1,
    pausedByUser: false,
    fault: null,
    startedAtMs,
  };
}

/** Books what a chunk came to. A stuck step is a question to the user: more votes, or the end. */
export function bookChunk(book: ChainBook, end: ChunkEnd, input: ChainInput): ChainBook {
  const moved = end.to.step > book.position.step;
  const next: ChainBook = {
    ...book,
    position: end.to,
    last: end.chunk ?? book.last,
    chunk: book.chunk + 1,
    counts: addCounts(book.counts, end.counts),
    patience: moved ? 1 : book.patience,
  };
  return end.status === 'stuck' ? { ...next, fault: stuck(next, end, input) } : next;
}

/** The user says go on: a fault is tried again, a stuck step may take as many votes again, other models may be asked. */
export function resumeBook(book: ChainBook, { models = book.models }: Resume): ChainBook {
  const patience = book.fault?.code === STUCK ? book.patience + 1 : book.patience;
  return { ...book, models, pausedByUser: false, fault: null, patience };
}

export function raiseBookBudget(book: ChainBook, wanted: Partial<Budget>): ChainBook {
  return { ...book, budget: raiseBudget(book.budget, wanted) };
}

/** The model that is asked: the first that may write answers. */
export function modelOf({ models }: ChainBook): ModelChoice {
  const model = models.find(({ roles }) => roles.includes('executor'));
  if (model === undefined)
    throw new Error('Found no model for the role executor: the client starts no such run.');
  return model;
}

/** Calls that a chunk may make now, 0 while the run is paused. */
export function callsFor(book: ChainBook, nowMs: number): number {
  if (pauseOfBook(book, nowMs) !== null) return 0;
  return grantable(ledgerOf(book), MOST_CALLS, nowMs - book.startedAtMs);
}

/** Why nothing is asked, or null. */
export function pauseOfBook(book: ChainBook, nowMs: number): PauseReason | null {
  if (book.fault !== null) return book.fault;
  if (book.pausedByUser) return PAUSED_BY_USER;
  const limit = exhaustedLimit(ledgerOf(book), nowMs - book.startedAtMs);
  return limit === null ? null : budgetSpent(limit);
}

/** The elections of all steps, those that went alike as one record; the one under way only where it has ended stuck. */
export function recordsOf(
  { counts, fault, position }: ChainBook,
  rules: StepRules,
): ElectionRecord[] {
  const flags = position.flags.reduce((sum, [, count]) => sum + count, 0);
  const votes = position.tally.map(([, count]) => count).sort((a, b) => b - a);
  const total = votes.reduce((sum, count) => sum + count, 0);
  const open: ElectionRecord = {
    task: 'steps',
    kind: 'step',
    status: 'exhausted',
    margin: marginAt(position, rules),
    lead: (votes[0] ?? 0) - (votes[1] ?? 0),
    votes: total,
    votesForWinner: 0,
    redFlags: {},
  };
  const elected = byVotes(counts.ways).map(
    ({ votes: cast, votesForWinner, lead, opened, steps }): ElectionRecord => ({
      task: 'steps',
      kind: 'step',
      status: 'elected',
      // No vote is asked for that could not matter (I4), so the lead that was won with is the margin at that moment.
      ...(opened === undefined ? { margin: rules.election.margin } : { margin: lead, opened }),
      lead,
      votes: cast,
      votesForWinner,
      redFlags: {},
      repeats: steps,
    }),
  );
  const isOpen = total + flags > 0;
  const records = isOpen || fault?.code === STUCK ? [...elected, open] : elected;
  // Red flags are counted for the chain as a whole: they are no part of how an election was won.
  return records.map((record, at) =>
    at === 0 ? { ...record, redFlags: counts.redFlags } : record,
  );
}

/** The figures of a status that come from the book alone. */
export function countsOfBook(
  { counts, budget }: ChainBook,
  state: TaskState,
): Pick<RunStatus, 'tasks' | 'spent' | 'reserved' | 'budget' | 'votes' | 'redFlags'> {
  const redFlags = Object.values(counts.redFlags).reduce((sum, count) => sum + count, 0);
  return {
    tasks: { ...NO_TASKS, [state]: 1 },
    spent: counts.usage,
    reserved: 0,
    budget,
    votes: counts.usage.calls - redFlags,
    redFlags,
  };
}

/** The chain as the one task of its tree. */
export function taskOfBook(
  { counts, fault }: ChainBook,
  { name, state }: { readonly name: string; readonly state: TaskState },
): TaskStatus {
  const { calls, costUsd } = counts.usage;
  return {
    task: name,
    state,
    isLeaf: null,
    note: fault?.message ?? '',
    uses: [],
    elections: [],
    election: null,
    calls,
    costUsd,
  };
}

const STUCK = 'step.stuck';

/** Calls of one chunk; more than a chunk of 10,000 steps needs but for the worst of models. */
const MOST_CALLS = 1_000_000;

function byVotes(ways: ChainCounts['ways']): readonly Omit<ChainCounts['ways'][number], 'flags'>[] {
  const merged = new Map<string, ChainCounts['ways'][number]>();
  for (const way of ways) {
    const key = `${way.votes} ${way.votesForWinner} ${way.lead} ${way.opened ?? 0}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? way : { ...known, steps: known.steps + way.steps });
  }
  return [...merged.values()].sort((a, b) => a.votes - b.votes || a.lead - b.lead);
}

/** The margin of the election that is under way. */
function marginAt(position: ChainPosition, rules: StepRules): number {
  return resumeChain(position, rules, { counts: NO_COUNTS, inFlight: 0 }).election.rules.margin;
}

function ledgerOf(book: ChainBook): Ledger {
  const { usage, lostCalls } = book.counts;
  return { ...openLedger(book.budget, modelOf(book).maxCallUsd), closed: { usage, lostCalls } };
}

function stuck(
  { position, patience }: ChainBook,
  end: ChunkEnd,
  { rules }: ChainInput,
): PauseReason {
  const votes = position.tally.map(([, count]) => count).sort((a, b) => b - a);
  const flagged = position.flags.reduce((sum, [, count]) => sum + count, 0);
  const tally = votes.length === 0 ? 'no valid vote' : `votes ${votes.join(':')}`;
  const why = end.complaint === '' ? '' : ` (the last: ${end.complaint.slice(0, 200)})`;
  return {
    code: STUCK,
    message:
      `Step ${position.step + 1} of ${rules.steps} has no winner: ${tally} and ${flagged} red-flagged answers${why}, ` +
      `expected a lead of ${marginAt(position, rules)}. Look at the model; \`resume\` allows ${rules.election.maxVotes} more votes and ` +
      `${rules.election.maxFlags} more red flags${patience > 1 ? ', as before' : ''}.`,
  };
}
