import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { createRedecompose } from '../../activities/redecompose';
import { approachesTo, type Approach } from '../../domain/approaches';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import type { Redecomposition } from '../redecomposition';
import { buildCode } from './build-code';
import { buildSplit } from './build-split';
import { elect } from './elect';
import { prepare } from './prepare';
import {
  openTask,
  settled,
  type Attempt,
  type Task,
  type TaskInput,
  type TaskOutcome,
} from './task';
import { endIfCancelled } from './wishes';
import { withCases } from './with-cases';

const { tellContract } = proxyActivities<ReturnType<typeof createRedecompose>>(BOOKKEEPING);

/**
 * Fulfils one contract: decides whether it is a leaf or is split, and builds it that way; when that fails, the other
 * ways; when all have failed, it asks the user and starts over. It never gives up by itself. When the user throws away
 * what it has, it starts over at once, and splits.
 */
export async function solveTask(input: TaskInput): Promise<TaskOutcome> {
  const task = openTask(input);
  try {
    for (;;) {
      const { done, wish } = await task.wishes.interruptible(
        (wanted) => wanted.task === input.task,
        () => solve(task),
      );
      if (wish === undefined) return { part: done };
      await throwAway(task, wish);
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await task.progress.end({ note: 'cancelled' }, null);
    return { part: null };
  }
}

async function solve(task: Task): Promise<Hash> {
  for (;;) {
    const part = await tryEveryApproach(task);
    if (part !== null) return part;
    const last = task.failures.at(-1) ?? '';
    await task.progress.tell({ state: 'stuck', election: null, note: last });
    await task.refer({
      code: 'task.stuck',
      message: `${task.input.task} could not be solved in ${task.attempt} attempts; the last one: ${last} Make the spec more exact, or configure a stronger model; resume tries again, and redecompose splits it, or a part of it, anew.`,
    });
  }
}

async function tryEveryApproach(task: Task): Promise<Hash | null> {
  const { rules, depth } = task.input;
  const { first, note } = await decideSize(task);
  const maySplit = depth < rules.maxDepth;
  for (const approach of approachesTo({ first, maySplit, maxPlans: rules.maxPlans })) {
    task.attempt += 1;
    task.split = null;
    await task.progress.tell({ isLeaf: approach === 'leaf', note }, { begins: true });
    const attempt = approach === 'leaf' ? await buildLeaf(task) : await buildSplit(task);
    endIfCancelled();
    if ('part' in attempt) {
      await task.progress.end({ state: 'solved', ...settled(task) }, attempt.part);
      return attempt.part;
    }
    task.failures.push(attempt.failure);
  }
  return null;
}

/** Nothing is kept of how it was built but what that cost, and what the user found wrong with it. */
async function throwAway(task: Task, wish: Redecomposition): Promise<void> {
  const { split, progress, wishes } = task;
  const how = split === null ? '' : `, split into ${split.names.join(', ')}`;
  const reason = wish.reason === '' ? '' : `: ${wish.reason}`;
  task.turnedDown = `The user turned down how it was built${how}${reason}`;
  task.failures.push(task.turnedDown);
  for (const open of wishes.open()) wishes.close(open);
  const change = {
    state: 'planning',
    election: null,
    note: task.turnedDown,
    isAnew: true,
  } as const;
  await progress.tell(change, { begins: true, heeded: [wish.id] });
}

/** Leaf or split: by the contract's measures where they are clear, else by an election. */
async function decideSize(
  task: Task,
): Promise<{ readonly first: Approach; readonly note: string }> {
  const { renewal } = task.input;
  if (task.turnedDown !== null) return { first: 'split', note: task.turnedDown };
  if (renewal !== undefined)
    return { first: renewal.code === null ? 'split' : 'leaf', note: renewal.why };
  await task.progress.tell({ state: 'sizing' });
  const { sizing, size } = await prepare(task);
  if (sizing.decision !== 'vote') return { first: sizing.decision, note: sizing.reason };
  const { winner, record } = await elect(task, {
    kind: 'size',
    subject: size,
    target: task.input.target,
  });
  if (winner === null) return { first: 'split', note: 'split: the vote on its size was undecided' };
  const first = winner.candidate === 'leaf' ? 'leaf' : 'split';
  return { first, note: `${first}: ${record.votesForWinner} of ${record.votes} votes` };
}

async function buildLeaf(task: Task): Promise<Attempt> {
  const { target, renewal } = task.input;
  const begun = task.attempt === 1 ? (renewal?.code ?? {}) : {};
  const asked = { plan: null, parts: task.parts, target, ...begun };
  return buildCode(task, { ...asked, ...(await told(task)) });
}

/** Whoever writes code in place of what the user has turned down is told why. */
async function told(task: Task): Promise<{ readonly contract?: Hash }> {
  const { turnedDown } = task;
  if (turnedDown === null) return {};
  const contract = await withCases(task);
  return { contract: await task.persist(() => tellContract({ contract, complaint: turnedDown })) };
}
