import type { Client } from '@temporalio/client';
import {
  electionQuery,
  type ElectionStatus,
  type TaskStatus,
  type TreeStatus,
} from '../workflows/messages';

/** A task with the votes of the election that is going on for it; null when none is, or it did not answer in time. */
export interface LiveTask extends TaskStatus {
  readonly live: ElectionStatus | null;
}

/** The root's tree, with live tallies. */
export interface LiveTree extends Omit<TreeStatus, 'tasks'> {
  readonly tasks: readonly LiveTask[];
}

/** Asks running elections for their tallies, at most MAX_ASKED of them: a screen shows no more, and each costs a worker. */
export async function withLiveTallies(client: Client, tree: TreeStatus): Promise<LiveTree> {
  const voting = tree.tasks.filter(({ election }) => election !== null).slice(0, MAX_ASKED);
  const answers = await Promise.all(voting.map(({ election }) => tally(client, election ?? '')));
  const tallies = new Map(voting.map(({ task }, at) => [task, answers[at] ?? null]));
  return {
    ...tree,
    tasks: tree.tasks.map((task) => ({ ...task, live: tallies.get(task.task) ?? null })),
  };
}

const MAX_ASKED = 50;
/** A tally that comes later than this, in milliseconds, would hold up the whole picture. */
const DEADLINE_MS = 2_000;

async function tally(client: Client, election: string): Promise<ElectionStatus | null> {
  try {
    return await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.getHandle(election).query(electionQuery),
    );
  } catch {
    return null; // it ended between the two questions, or its worker is busy: the next picture shows it
  }
}
