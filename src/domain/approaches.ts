/** A way to solve a task: write it in one go, or decompose it. */
export type Approach = 'leaf' | 'split';

/**
 * The ways in which a task is tried, in order, before the user is asked: first as its size suggests, then the other way.
 * An election that p <= 0.5 makes diverge is not won by more votes, so a leaf that exhausts is split, and a task
 * whose decompositions failed is tried whole.
 */
export function approachesTo(task: {
  readonly first: Approach;
  /** Whether the depth limit still allows a split. */
  readonly maySplit: boolean;
  /** Decompositions tried, at least 1. */
  readonly maxPlans: number;
}): readonly Approach[] {
  if (!task.maySplit) return ['leaf'];
  const splits: Approach[] = Array.from({ length: task.maxPlans }, () => 'split');
  return task.first === 'leaf' ? ['leaf', ...splits] : [...splits, 'leaf'];
}
