import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { MarginLimits } from '../domain/adaptive-margin';
import type { CasesRules } from '../domain/agreement';
import type { ConfirmationRules } from '../domain/confirmation';
import type { DifferenceRules } from '../domain/differences';
import type { SourceShares } from '../domain/diversity';
import type { ElectionRules } from '../domain/election';
import type { Spending } from '../domain/ledger';
import type { ElectionRecord } from '../schemas/certificate';
import type { ChainFamilyName, FamilyName } from '../schemas/contract';
import type { Hash, Json } from '../schemas/hash';
import type { Role, Usage } from '../schemas/model';
import type { Budget } from '../schemas/spec';
import type { RedFlag } from '../schemas/vote';

/** The task queues, one for each kind of work, so that each is scaled alone. */
export const QUEUE = {
  workflows: 'millwright',
  models: 'millwright-models',
  sandbox: 'millwright-sandbox',
} as const;

/** The queue on which a model's calls wait: its own where its provider limits requests, else the common one. */
export function modelQueue(model: {
  readonly name: string;
  readonly limits: { readonly requestsPerMinute?: number | undefined };
}): string {
  return model.limits.requestsPerMinute === undefined
    ? QUEUE.models
    : `${QUEUE.models}.${model.name}`;
}

/** A model that may be asked, for which roles, and what one call can cost at the most. */
export interface ModelChoice {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly queue: string;
  readonly temperature: { readonly min: number; readonly max: number };
  /** US dollars: the longest prompt and the longest reply at this model's prices. */
  readonly maxCallUsd: number;
  /** Answers that one request can bring; absent: 1. */
  readonly samplesPerRequest?: number;
}

/** Settings of a run that every task of it shares; small, and of them only the models may change while the run is on. */
export interface RunRules {
  readonly run: string;
  readonly family: FamilyName;
  /** Those of its start; grants and answers carry the others that a `resume` may have brought. */
  readonly models: readonly ModelChoice[];
  /** Fixed k; null: k follows from `target` and `accuracy`. */
  readonly margin: number | null;
  /** Wanted probability, in (0, 1), that every elected answer is right. */
  readonly target: number;
  /** Assumed probability, in (0.5, 1), that one vote is right, until votes have been counted. */
  readonly accuracy: number;
  readonly maxDepth: number;
  /** Valid votes after which an undecided election is exhausted. */
  readonly maxVotes: number;
  /** Red flags after which it is exhausted too. */
  readonly maxFlags: number;
  /** Decompositions of one task tried before it is built as one leaf, and after that the run pauses. */
  readonly maxPlans: number;
  /** Start of every pseudo-random choice of the run. */
  readonly seed: number;
  /** Whether the server knows Millwright's search attributes. */
  readonly searchable: boolean;
  /** Which share of an election's samples comes from where. Absent in runs of before: the base prompt, models in turn. */
  readonly diversity?: SourceShares;
  /** Whether every elected part is judged by verifiers before it is used; absent: a run from before there were any. */
  readonly verification?: boolean;
  /** Whether a machine that lacks what the spec needs pauses the run before anything is spent; absent: a run from before. */
  readonly preparation?: boolean;
  /** Whether the margin on code follows the votes where it is not fixed; absent: a run from before it could. */
  readonly adaptive?: boolean;
  /**
   * Parts elected anew for one whole that fails, before the user is asked; 0: none. Absent in runs of before: none, and a
   * run whose package never passes its tests ends.
   */
  readonly repairs?: number;
  /** Least margin on code that follows the votes until the run's votes have measured their error rate; absent: 2. */
  readonly leastUnmeasured?: number;
  /** Test cases that are agreed on before code is elected; absent: none. */
  readonly cases?: CasesRules;
  /** Discriminators are asked where the votes on code differ; absent: nobody is, as in a run from before they were. */
  readonly differences?: DifferenceRules;
  /** Verifiers are asked about doubtful calls of code that is elected; absent: nobody is, as in a run from before they were. */
  readonly confirmation?: ConfirmationRules;
}

/** Input of the root workflow; its workflow id is the run's id. */
export interface BuildInput {
  readonly spec: Hash;
  readonly specName: string;
  readonly specSha256: Hash;
  readonly rules: RunRules;
  readonly budget: Budget;
  /** Wait for the user's approval once the top plan is elected. */
  readonly approvePlan: boolean;
}

/** Settings of a run whose steps are known beforehand. */
export interface ChainRules {
  readonly family: ChainFamilyName;
  /** Steps of the whole chain. */
  readonly steps: number;
  /** Those of its start; a `resume` may bring others. The first that is an executor is asked. */
  readonly models: readonly ModelChoice[];
  /** At which temperature the first sample of a step is asked, and all others. */
  readonly temperature: { readonly first: number; readonly later: number };
  readonly election: ElectionRules;
  /** Margins follow the votes; absent: the margin is fixed, by the user, or in a run from before they could. */
  readonly adaptive?: MarginLimits;
  /** Start of every pseudo-random choice of the run. */
  readonly seed: number;
  /** Whether the server knows Millwright's search attributes. */
  readonly searchable: boolean;
}

/** Input of a chain's root workflow; its workflow id is the run's id. */
export interface ChainInput {
  readonly spec: Hash;
  readonly specName: string;
  readonly specSha256: Hash;
  /** The state that the first step is asked about. */
  readonly start: Json;
  readonly rules: ChainRules;
  readonly budget: Budget;
}

export type RunState = 'running' | 'paused' | 'waiting' | 'done' | 'failed' | 'cancelled';
export type Phase = 'planning' | 'building' | 'verifying' | 'certifying' | 'ended';
export type TaskState =
  | 'waiting' // planned; for the tasks it uses, for approval, or for its turn
  | 'sizing' // leaf or split?
  | 'planning' // which plan?
  | 'splitting' // its children are being built
  | 'voting' // which code?
  | 'verifying' // as a whole, with all below it
  | 'repairing' // it failed as a whole, and the part at fault is elected anew
  | 'solved'
  | 'stuck' // waits for the user
  | 'discarded'; // of a decomposition that was given up: nothing that is built uses it

/** Why nothing new is asked, and what makes the run go on. */
export interface PauseReason {
  /** 'budget', 'user', 'approval', 'task.stuck', or a failure's dotted type such as 'provider.unauthorised'. */
  readonly code: string;
  /** What was found, what was expected, what to do now. */
  readonly message: string;
}

/** One task, as the root knows it. */
export interface TaskStatus {
  /** Path from the root: 'textStats', 'textStats/words'. Also the tail of the task's workflow id. */
  readonly task: string;
  readonly state: TaskState;
  readonly isLeaf: boolean | null;
  /** Why it is a leaf or is split, or why it is stuck; one line. */
  readonly note: string;
  readonly uses: readonly string[];
  readonly elections: readonly ElectionRecord[];
  /** Workflow id of the election under way, to be asked for its live tally. */
  readonly election: string | null;
  readonly calls: number;
  readonly costUsd: number;
  /** Thrown away by the user, and not decided again yet; absent: it is not. */
  readonly isAnew?: boolean;
}

export interface RunStatus {
  readonly run: string;
  readonly spec: string;
  readonly family: FamilyName | ChainFamilyName;
  /** Those that are asked from now on. */
  readonly models: readonly ModelChoice[];
  readonly state: RunState;
  readonly phase: Phase;
  readonly pause: PauseReason | null;
  readonly tasks: Readonly<Record<TaskState, number>>;
  /** Steps elected, of a run whose steps are known beforehand. */
  readonly steps?: { readonly done: number; readonly of: number };
  readonly spent: Usage;
  /** Calls handed out to elections under way. */
  readonly reserved: number;
  readonly budget: Budget;
  readonly votes: number;
  readonly redFlags: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly artifact: Hash | null;
  readonly certificate: Hash | null;
  /** One line: why the run failed, where it did. */
  readonly failure: string | null;
}

export interface TreeStatus {
  readonly run: string;
  readonly state: RunState;
  /** In order of creation; parents before children. */
  readonly tasks: readonly TaskStatus[];
}

/** What a task has elected; steps of a chain have no task, cases are agreed on, and differences are part of an election on code. */
export type TaskElectionKind = Exclude<ElectionRecord['kind'], 'step' | 'cases' | 'difference'>;

/** A running election, asked directly. */
export interface ElectionStatus {
  readonly task: string;
  readonly kind: ElectionRecord['kind'];
  readonly margin: number;
  /** Votes per candidate, most first, named by the first 8 digits of its hash or its word. */
  readonly tally: readonly { readonly candidate: string; readonly votes: number }[];
  readonly inFlight: number;
  readonly redFlags: Partial<Readonly<Record<RedFlag, number>>>;
  /** Red-flagged answers in all. */
  readonly flagged: number;
  /** Paid calls whose answers have arrived. */
  readonly calls: number;
}

/** What the root workflow returns. */
export interface BuildResult {
  readonly status: 'done' | 'failed' | 'cancelled';
  readonly artifact: Hash | null;
  readonly certificate: Hash;
}

// Queries of the root.
export const statusQuery = defineQuery<RunStatus>('status');
export const treeQuery = defineQuery<TreeStatus>('tree');
// Query of an election.
export const electionQuery = defineQuery<ElectionStatus>('election');

// What users say to the root; each may be repeated without harm.
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal<[wanted?: Resume]>('resume');
export const approveSignal = defineSignal<[answered?: Pick<Verdict, 'question'>]>('approve');
export const rejectSignal =
  defineSignal<[Pick<Verdict, 'question'> & { readonly reason: string }]>('reject');
/** Sets the budget to at least these figures: an absolute amount, so that a repeated signal adds nothing. */
export const raiseBudgetSignal = defineSignal<[Partial<Budget>]>('raiseBudget');

/** What may change when a run goes on. */
export interface Resume {
  /** The models to be asked from now on, where they are others than before. */
  readonly models?: readonly ModelChoice[];
}

// What tasks and elections say to the root.
export const taskSignal = defineSignal<[TaskReport]>('task');
export const leaseSignal = defineSignal<[LeaseRequest]>('lease');
export const faultSignal = defineSignal<[FaultReport]>('fault');
// What the root answers.
export const grantSignal = defineSignal<[Grant]>('grant');
export const proceedSignal = defineSignal<[Proceed]>('proceed');

/** A task's latest state; the root overwrites what it knew, and adds `spent` to the ledger. */
export interface TaskReport {
  readonly status: Omit<TaskStatus, 'elections' | 'calls' | 'costUsd'>;
  /** Elections that ended since the last report. */
  readonly ended: readonly EndedElection[];
  /** Children that it will have solved, in the order of its plan; absent unless it has just been split. */
  readonly planned?: readonly Pick<TaskStatus, 'task' | 'uses'>[];
  /** A way to solve it begins: what was built below it before is given up. */
  readonly begins?: boolean;
  /** The user's wishes that it has heeded, by their ids. */
  readonly heeded?: readonly string[];
  /** The task's part, once it is solved. */
  readonly part: Hash | null;
  /** Whether the task has ended, solved or cancelled. */
  readonly isLast: boolean;
}

export interface EndedElection extends Spending {
  /** The election's workflow id: the ledger closes its account. */
  readonly id: string;
  readonly record: ElectionRecord;
}

/** Asks for calls out of the run's budget, and says what was spent so far; answered by a grant once there are any. */
export interface LeaseRequest {
  readonly from: string;
  readonly calls: number;
  /** All that the sender has spent since it began. */
  readonly spending: Spending;
}
export interface Grant extends Resume {
  readonly calls: number;
  /** How often a vote on code is wrong at most, by the votes of the run so far; absent as long as they are few. */
  readonly errorRate?: number;
}

/** The user's answer to a fault or a question; `rejected` says why a plan was turned down. */
export interface Proceed extends Resume {
  readonly rejected?: string;
}

/** The user's answer to one question. */
export interface Verdict extends Pick<Proceed, 'rejected'> {
  /** The question's words, so that a repeated answer is none to the next; absent: the one that is shown. */
  readonly question?: string;
}

/** A fault that time alone does not mend, or a question to the user: the sender waits for `proceed`. */
export interface FaultReport {
  readonly from: string;
  readonly pause: PauseReason;
}
