import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Throws a task's subtree away and has the task split anew; the answer says what came of it, and changes nothing else. */
export const redecomposeUpdate = defineUpdate<RedecompositionAnswer, [Redecomposition]>(
  'redecompose',
);

/** A task that the user wants thrown away, with all below it, and split anew. */
export interface Redecomposition {
  /** Tells this wish from others: the same one twice is one. */
  readonly id: string;
  /** The task's path, as the tree shows it. */
  readonly task: string;
  /** What is wrong with it, for whoever decomposes it next; '' where the user gave no reason. */
  readonly reason: string;
}

export interface RedecompositionAnswer {
  /** 'unchanged': it has been said already; 'refused': it cannot be done. */
  readonly outcome: 'begun' | 'unchanged' | 'refused';
  /** One line: what happens now; or what was found, what was expected, what to do now. */
  readonly message: string;
}

/** What the root tells the task. */
export const splitAnewSignal = defineSignal<[Redecomposition]>('splitAnew');
