import { executeChild, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { createBookkeeping, PlannedChild } from '../activities/bookkeeping';
import { approachesTo, type Approach } from '../domain/approaches';
import type { ElectionRules } from '../domain/election';
import { minimalMargin, shareTarget } from '../domain/margin';
import { readySet } from '../domain/plan-dag';
import type { ElectionRecord } from '../schemas/certificate';
import type { Hash } from '../schemas/hash';
import { BOOKKEEPING } from './activity-options';
import type { ElectionOutcome } from './election-outcome';
import { openEscalation } from './faults';
import { holdElection } from './hold-election';
import type { RunRules } from './messages';
import { openProgress } from './progress';

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
  /** Put the first elected plan before the user. */
  readonly approvePlan: boolean;
}

/** The finished part; null when the run was cancelled. */
export interface TaskOutcome {
  readonly part: Hash | null;
}

/** A part, or why there is none, in a line for the next decomposer and the user. */
type Attempt = { readonly part: Hash } | { readonly failure: string };

const { prepareTask, prepareCode, openPlan, finishPart } =
  proxyActivities<ReturnType<typeof createBookkeeping>>(BOOKKEEPING);

/** Children of one task that are built at once; a plan may have more. */
const MAX_OPEN_CHILDREN = 50;

/** Lead that wins an election on a size or a plan: a wrong one costs work, not correctness, so it need not follow the target. */
const PREFERENCE_MARGIN = 2;

/**
 * Fulfils one contract: decides whether it is a leaf or is split, and builds it that way; when that fails, the other
 * ways; when all have failed, it asks the user and starts over. It never gives up by itself.
 */
export async function solveTask(input: TaskInput): Promise<TaskOutcome> {
  const { rules, task, contract, depth } = input;
  const { family, maxDepth } = rules;
  const escalation = openEscalation(rules.run);
  const { persist } = escalation;
  const progress = openProgress(rules.run, task, input.uses);
  const failures = [...input.failures];
  let attempt = 0;

  /** Ids below this task mirror the DAG; a later attempt's carry its number. */
  const below = (separator: '#' | '/', name: string) =>
    attempt > 1 ? `${task}${separator}${name}@${attempt}` : `${task}${separator}${name}`;

  const elect = async (
    kind: ElectionRecord['kind'],
    subject: Hash,
    target: number,
  ): Promise<ElectionOutcome> => {
    const id = `${rules.run}/${below('#', kind)}`;
    await progress.tell({ state: STATE_OF[kind], election: id });
    const outcome = await persist(() =>
      executeChild(holdElection, {
        workflowId: id,
        args: [
          {
            task,
            kind,
            subject,
            rules: electionRules(rules, kind, target),
            run: rules,
            allowance: 0,
          },
        ],
        staticSummary: `${kind} election of ${task}`,
      }),
    );
    progress.note(outcome);
    return outcome;
  };

  const decideSize = async (): Promise<{ first: Approach; note: string }> => {
    const { sizing, size } = await persist(() =>
      prepareTask({ family, contract, depth, maxDepth, failures }),
    );
    if (sizing.decision !== 'vote') return { first: sizing.decision, note: sizing.reason };
    const { winner, record } = await elect('size', size, input.target);
    const first = winner?.candidate === 'leaf' ? 'leaf' : 'split';
    return {
      first,
      note:
        winner === null
          ? 'undecided, so split'
          : `${first} by ${record.votesForWinner} of ${record.votes} votes`,
    };
  };

  const electCode = async (
    plan: Hash | null,
    parts: readonly Hash[],
    target: number,
  ): Promise<Attempt> => {
    const code = await persist(() => prepareCode({ family, contract, plan, parts }));
    const { winner, complaint, record } = await elect('code', code.subject, target);
    if (winner === null) return { failure: describeExhaustion(record, complaint) };
    return {
      part: await persist(() =>
        finishPart({ contract: code.contract, code: winner.artifact, parts }),
      ),
    };
  };

  const solveChildren = async (
    children: readonly PlannedChild[],
    target: number,
  ): Promise<readonly Hash[] | null> => {
    const solved = new Map<string, Hash>();
    const open = new Map<string, Promise<string>>();
    const solve = async (child: PlannedChild): Promise<string> => {
      const path = below('/', child.name);
      const childInput: TaskInput = {
        ...input,
        task: path,
        contract: child.contract,
        uses: child.uses,
        parts: child.uses.map((name) => solved.get(name) as Hash),
        depth: depth + 1,
        target,
        failures: [],
        approvePlan: false,
      };
      const { part } = await persist(() =>
        executeChild(solveTask, {
          workflowId: `${rules.run}/${path}`,
          args: [childInput],
          staticSummary: path,
        }),
      );
      if (part !== null) solved.set(child.name, part);
      open.delete(child.name);
      return child.name;
    };
    while (solved.size < children.length) {
      const ready = readySet(children, new Set(solved.keys())).filter(
        ({ name }) => !open.has(name),
      );
      for (const child of ready.slice(0, MAX_OPEN_CHILDREN - open.size))
        open.set(child.name, solve(child));
      const settled = await Promise.race(open.values());
      if (!solved.has(settled)) return null;
    }
    return children.map(({ name }) => solved.get(name) as Hash);
  };

  const buildSplit = async (): Promise<Attempt> => {
    const { plan } = await persist(() =>
      prepareTask({ family, contract, depth, maxDepth, failures }),
    );
    const { winner, complaint, record } = await elect('plan', plan, input.target);
    if (winner === null) return { failure: describeExhaustion(record, complaint) };
    const children = await persist(() => openPlan({ plan: winner.artifact }));
    await progress.tell({ state: 'splitting', isLeaf: false, election: null });
    if (input.approvePlan) {
      const names = children.map(({ name }) => name).join(', ');
      const { rejected } = await escalation.refer({
        code: 'approval',
        message: `${task} is to be split into ${names}.`,
      });
      if (rejected !== undefined)
        return { failure: `The user turned down the plan ${names}: ${rejected}` };
    }
    const share = shareTarget(input.target, children.length + 1);
    const parts = await solveChildren(children, share);
    if (parts === null) return { failure: 'cancelled' };
    return electCode(winner.artifact, [...input.parts, ...parts], share);
  };

  try {
    for (;;) {
      await progress.tell({ state: 'sizing' });
      const { first, note } = await decideSize();
      const approaches = approachesTo({
        first,
        maySplit: depth < maxDepth,
        maxPlans: rules.maxPlans,
      });
      for (const approach of approaches) {
        attempt += 1;
        await progress.tell({
          isLeaf: approach === 'leaf',
          note: attempt === 1 ? note : (failures.at(-1) ?? note),
        });
        const result =
          approach === 'leaf'
            ? await electCode(null, input.parts, input.target)
            : await buildSplit();
        if ('part' in result) {
          await progress.end({ state: 'solved', note }, result.part);
          return result;
        }
        failures.push(result.failure);
      }
      const message = `${task} could not be solved in ${attempt} attempts; the last one: ${failures.at(-1) ?? ''} Make the spec more exact or configure a stronger model, then resume to try again.`;
      await progress.tell({ state: 'stuck', election: null, note: failures.at(-1) ?? '' });
      await escalation.refer({ code: 'task.stuck', message });
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await progress.end({ note: 'cancelled' }, null);
    return { part: null };
  }
}

const STATE_OF = { size: 'sizing', plan: 'planning', code: 'voting' } as const;

function electionRules(
  rules: RunRules,
  kind: ElectionRecord['kind'],
  target: number,
): ElectionRules {
  const needed =
    kind === 'code'
      ? minimalMargin({ accuracy: rules.accuracy, steps: 1, target })
      : PREFERENCE_MARGIN;
  const margin = rules.margin ?? needed;
  return { margin, maxVotes: Math.max(rules.maxVotes, margin), maxFlags: rules.maxFlags };
}

function describeExhaustion(
  { kind, votes, margin, lead, redFlags }: ElectionRecord,
  complaint: string,
): string {
  const flags = Object.entries(redFlags).map(([flag, count]) => `${count} ${flag}`);
  const flagged = flags.length === 0 ? '' : `, red flags: ${flags.join(', ')}`;
  return `The ${kind} election led by ${lead} of ${margin} after ${votes} votes${flagged}. ${complaint}`.trim();
}
