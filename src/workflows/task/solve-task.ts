import { executeChild, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping, PlannedChild } from '../../activities/bookkeeping';
import { approachesTo, type Approach } from '../../domain/approaches';
import { shareTarget } from '../../domain/margin';
import type { Hash } from '../../schemas/hash';
import { BOOKKEEPING } from '../activity-options';
import { buildCode } from './build-code';
import { describeExhaustion, elect } from './elect';
import { solveChildren } from './solve-children';
import {
  openTask,
  pathBelow,
  type Attempt,
  type Task,
  type TaskInput,
  type TaskOutcome,
} from './task';

const { prepareTask, openPlan } =
  proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/**
 * Fulfils one contract: decides whether it is a leaf or is split, and builds it that way; when that fails, the other
 * ways; when all have failed, it asks the user and starts over. It never gives up by itself.
 */
export async function solveTask(input: TaskInput): Promise<TaskOutcome> {
  const task = openTask(input);
  try {
    for (;;) {
      const part = await tryEveryApproach(task);
      if (part !== null) return { part };
      const last = task.failures.at(-1) ?? '';
      await task.progress.tell({ state: 'stuck', election: null, note: last });
      await task.refer({
        code: 'task.stuck',
        message: `${input.task} could not be solved in ${task.attempt} attempts; the last one: ${last} Make the spec more exact, or configure a stronger model; resume tries again.`,
      });
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await task.progress.end({ note: 'cancelled' }, null);
    return { part: null };
  }
}

async function tryEveryApproach(task: Task): Promise<Hash | null> {
  const { rules, depth } = task.input;
  const { first, note } = await decideSize(task);
  const maySplit = depth < rules.maxDepth;
  for (const approach of approachesTo({ first, maySplit, maxPlans: rules.maxPlans })) {
    task.attempt += 1;
    await task.progress.tell({ isLeaf: approach === 'leaf', note });
    const attempt = approach === 'leaf' ? await buildLeaf(task) : await buildSplit(task);
    if ('part' in attempt) {
      await task.progress.end({ state: 'solved' }, attempt.part);
      return attempt.part;
    }
    task.failures.push(attempt.failure);
  }
  return null;
}

/** Leaf or split: by the contract's measures where they are clear, else by an election. */
async function decideSize(
  task: Task,
): Promise<{ readonly first: Approach; readonly note: string }> {
  const { renewal } = task.input;
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
  const { parts, target, renewal } = task.input;
  const begun = task.attempt === 1 ? (renewal?.code ?? {}) : {};
  return buildCode(task, { plan: null, parts, target, ...begun });
}

/** Elects a plan, has its children solved, and elects the code that uses them. */
async function buildSplit(task: Task): Promise<Attempt> {
  const { target, parts, approvePlan } = task.input;
  const { plan } = await prepare(task);
  const outcome = await elect(task, { kind: 'plan', subject: plan, target });
  if (outcome.winner === null) return { failure: describeExhaustion(outcome) };
  const elected = outcome.winner.artifact;
  const children = await task.persist(() => openPlan({ plan: elected }));
  const planned = children.map(({ name, uses }) => ({ task: pathBelow(task, '/', name), uses }));
  await task.progress.tell({ state: 'splitting', election: null }, planned);
  if (approvePlan) {
    const names = children.map(({ name }) => name).join(', ');
    const question = `${task.input.task} is to be split into ${names}. Approve the plan, or reject it with a reason.`;
    const { rejected } = await task.refer({ code: 'approval', message: question });
    if (rejected !== undefined)
      return { failure: `The user turned down the plan ${names}: ${rejected}` };
  }
  const share = shareTarget(target, children.length + 1);
  const built = await solveChildren(children, (child, used) =>
    solveChild(task, child, { parts: used, target: share }),
  );
  if (built === null) return { failure: 'cancelled' };
  return buildCode(task, { plan: elected, parts: [...parts, ...built], target: share });
}

async function solveChild(
  task: Task,
  child: PlannedChild,
  share: Pick<TaskInput, 'parts' | 'target'>,
): Promise<Hash | null> {
  const { rules, depth } = task.input;
  const path = pathBelow(task, '/', child.name);
  const { contract, uses } = child;
  const input = {
    ...share,
    rules,
    task: path,
    contract,
    uses,
    depth: depth + 1,
    failures: [],
    approvePlan: false,
  };
  const { part } = await task.persist(() =>
    executeChild(solveTask, {
      workflowId: `${rules.run}/${path}`,
      args: [input],
      staticSummary: path,
    }),
  );
  return part;
}

async function prepare({ input, persist, failures }: Task) {
  const { rules, contract, depth } = input;
  const { family, maxDepth } = rules;
  return persist(() => prepareTask({ family, contract, depth, maxDepth, failures }));
}
