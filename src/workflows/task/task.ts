import type { UndecidedElection } from '../../activities/presume-code';
import type { Hash } from '../../schemas/hash';
import { openEscalation, type Escalation } from '../faults';
import type { RunRules } from '../messages';
import { openProgress, type Progress } from './progress';
import { openSiblingFaults, type SiblingFaults } from './sibling-faults';
import { openWishes, type Wishes } from './wishes';

export interface TaskInput {
  readonly rules: RunRules;
  /** Path from the root, unique in the run; the workflow id is the run's id and this. */
  readonly task: string;
  readonly contract: Hash;
  /** Names of the siblings it uses, and their finished parts. */
  readonly uses: readonly string[];
  readonly parts: readonly Hash[];
  /** 0 for the entry. */
  readonly depth: number;
  /** Wanted probability that this task and all below it are right: its share of the run's target. */
  readonly target: number;
  /** Why earlier attempts at this task failed. */
  readonly failures: readonly string[];
  /** Put each elected plan before the user. */
  readonly approvePlan: boolean;
  /** Absent for a task that is not done anew. */
  readonly renewal?: TaskRenewal;
}

/** Why a task is done anew, and with what it begins. */
interface TaskRenewal {
  /** Path of the task whose part it is to replace. */
  readonly replaces: string;
  /** One line for the user. */
  readonly why: string;
  /** What its code is elected for at first, and the parts which that code calls; null: it is split first. */
  readonly code: { readonly contract: Hash; readonly parts: readonly Hash[] } | null;
}

/** The finished part; null when the run was cancelled. */
export interface TaskOutcome {
  readonly part: Hash | null;
}

/** The workflow that solves a task, for those that cannot import it. */
export type SolveTask = (input: TaskInput) => Promise<TaskOutcome>;

/** A part, or why there is none, in a line for the next decomposer and the user. */
export type Attempt =
  { readonly part: Hash } | { readonly failure: string; readonly suspect?: SuspectPart };

/** In what the fault may be looked for. */
export type SuspectPart =
  /** A part that its verifiers refused, itself or one below it. */
  | { readonly kind: 'refuted'; readonly part: Hash; readonly below?: Hash }
  /** Code of which most answers contradicted the stated calls once they ran with the parts that it uses. */
  | ({ readonly kind: 'undecided' } & UndecidedElection);

/** A task while it is being solved: its input, its ways to the root, and what was tried. */
export interface Task extends Escalation {
  readonly input: TaskInput;
  readonly progress: Progress;
  readonly wishes: Wishes;
  readonly siblings: SiblingFaults;
  /** The parts of the siblings that it uses, as they are now. */
  parts: readonly Hash[];
  /** Why attempts failed, newest last. */
  readonly failures: string[];
  /** Number of the attempt under way, from 1. */
  attempt: number;
  /** What the user found wrong when it was thrown away last; null: it was not. */
  turnedDown: string | null;
  /** How it is split now. */
  split: Split | null;
  /** Parts elected anew because this task's whole failed, or because one of its children found another at fault. */
  repairs: number;
  /** Its contract with the cases agreed on; null until they were asked for. */
  agreed: Hash | null;
  /** The subject of its latest election on code in which discriminators or the user said more; null: there was none. */
  learned: Hash | null;
}

/** A decomposition that was elected. */
interface Split {
  readonly plan: Hash;
  /** Names of the children, in the plan's order. */
  readonly names: readonly string[];
}

/** Sets the handlers of a task's workflow; call it once, at its start. */
export function openTask(input: TaskInput): Task {
  const { rules, task, uses, parts, failures } = input;
  return {
    ...openEscalation(rules.run),
    input,
    progress: openProgress(rules.run, task, uses),
    wishes: openWishes(),
    siblings: openSiblingFaults(),
    parts,
    failures: [...failures],
    attempt: 0,
    turnedDown: null,
    split: null,
    repairs: 0,
    // A contract that is fulfilled anew has had its cases agreed on.
    agreed: input.renewal === undefined ? null : input.contract,
    learned: null,
  };
}

/** The path of an election ('#') or a child ('/') below a task: it mirrors the DAG, and later attempts are numbered. */
export function pathBelow({ input, attempt }: Task, separator: '#' | '/', name: string): string {
  const path = `${input.task}${separator}${name}`;
  return attempt > 1 ? `${path}@${attempt}` : path;
}

/** What the tree shows of a task that was thrown away, once it is decided how it is built instead. */
export function settled({ turnedDown }: Task): { readonly isAnew?: false } {
  return turnedDown === null ? {} : { isAnew: false };
}
