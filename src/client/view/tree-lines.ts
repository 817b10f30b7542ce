import { ambiguitiesIn } from '../../domain/differences';
import { counted } from '../../domain/format';
import { renewedPath, versionOf } from '../../domain/task-path';
import { doubtOf } from '../../domain/uncertain-parts';
import type { TaskState } from '../../workflows/messages';
import type { LiveTask, LiveTree } from '../live-tree';
import { describeRetry } from '../retries';
import { type Line, span, type Tone } from './line';
import { endedVotesOf, votesOf } from './votes';

/** The tasks as a tree, one line each, in columns: name, leaf or split, state, votes, calls. */
export function treeLines({ tasks }: Pick<LiveTree, 'tasks'>): readonly Line[] {
  const family = byParent(tasks);
  const drawn = (family.get(undefined) ?? []).flatMap((root) =>
    drawBelow(root, family, { own: '', below: '' }),
  );
  const width = Math.min(MAX_NAME, Math.max(0, ...drawn.map(({ name }) => name.length)));
  const known = new Set(tasks.map(({ task }) => task));
  return drawn.map(({ name, task }) => [
    span(`${fit(name, width)}  `, task.state === 'solved' ? 'plain' : 'strong'),
    ...taskColumns(task, known),
  ]);
}

/** All that is told about one task beside its name; `known` are the paths of all tasks. */
export function taskColumns(task: LiveTask, known: ReadonlySet<string> = new Set()): Line {
  const shape = task.isLeaf === null ? '' : task.isLeaf ? 'leaf' : 'split';
  const { word, tone } = wordFor(task, known);
  return [
    span(shape.padEnd(7), 'quiet'),
    span(word.padEnd(10), tone),
    ...standing(task),
    ...casesOf(task),
    ...confirmationOf(task),
    ...ambiguitiesOf(task),
    ...(task.calls === 0 ? [] : [span(`  (${counted(task.calls, 'call')})`, 'quiet')]),
    ...(task.retry === null ? [] : [span(`  retrying: ${describeRetry(task.retry)}`, 'bad')]),
  ];
}

/** Wider names, in characters, would push the columns beside them off a screen. */
export const MAX_NAME = 36;

const STATES: Readonly<Record<TaskState, { readonly word: string; readonly tone: Tone }>> = {
  waiting: { word: 'waiting', tone: 'quiet' },
  sizing: { word: 'sizing', tone: 'busy' },
  planning: { word: 'planning', tone: 'busy' },
  splitting: { word: 'building', tone: 'plain' },
  voting: { word: 'voting', tone: 'busy' },
  verifying: { word: 'verifying', tone: 'busy' },
  repairing: { word: 'repairing', tone: 'busy' },
  solved: { word: 'solved', tone: 'good' },
  stuck: { word: 'stuck', tone: 'bad' },
  discarded: { word: 'discarded', tone: 'quiet' },
};

/** A task below the top whose part another has replaced is told apart from the other. */
function wordFor(
  { task, state }: LiveTask,
  known: ReadonlySet<string>,
): { readonly word: string; readonly tone: Tone } {
  if (state !== 'solved' || !task.includes('/')) return STATES[state];
  if (known.has(renewedPath(task))) return { word: 'replaced', tone: 'quiet' };
  return versionOf(task).version > 1 ? { word: 'repaired', tone: 'good' } : STATES[state];
}

/** What decides the task just now: the votes, or what it waits for. */
function standing(task: LiveTask): Line {
  if (task.live !== null) return votesOf(task.live);
  const last = task.elections.at(-1);
  if (task.state === 'solved')
    return last === undefined ? [span('✓', 'good')] : [...endedVotesOf(last), span(' ✓', 'good')];
  if (task.state === 'waiting' && task.uses.length > 0)
    return [span(`for ${task.uses.join(', ')}`, 'quiet')];
  return task.state === 'stuck' ? [span(task.note, 'bad')] : [];
}

/** How many of the proposed test cases were agreed on. */
function casesOf({ elections }: LiveTask): Line {
  const cases = elections.flatMap((election) => election.cases ?? []).at(-1);
  if (cases === undefined) return [];
  return [span(`  ${cases.agreed} of ${counted(cases.proposed, 'case')}`, 'quiet')];
}

/** How many of the calls that nothing else vouched for verifiers confirmed of the code that was elected last. */
function confirmationOf({ elections }: LiveTask): Line {
  const last = elections.flatMap(({ confirmation }) => confirmation ?? []).at(-1);
  if (last === undefined) return [];
  const tone = doubtOf(last) === null ? 'quiet' : 'bad';
  if (last.calls === 0) return tone === 'quiet' ? [] : [span('  uncertain', tone)];
  return [span(`  ${last.confirmed} of ${counted(last.calls, 'call')} confirmed`, tone)];
}

/** On how many calls its contract does not say what is right. */
function ambiguitiesOf({ elections }: LiveTask): Line {
  const { length } = ambiguitiesIn(elections);
  if (length === 0) return [];
  return [span(`  ${length === 1 ? '1 ambiguity' : `${length} ambiguities`}`, 'bad')];
}

interface Drawn {
  readonly name: string;
  readonly task: LiveTask;
}

/** Branches to the left of a task, and of the tasks below it. */
interface Branches {
  readonly own: string;
  readonly below: string;
}

function drawBelow(task: LiveTask, family: Family, branches: Branches): readonly Drawn[] {
  const children = family.get(task.task) ?? [];
  const name = task.task.slice(task.task.lastIndexOf('/') + 1);
  return [
    { name: branches.own + name, task },
    ...children.flatMap((child, at) => {
      const isLast = at === children.length - 1;
      const own = branches.below + (isLast ? '└─ ' : '├─ ');
      return drawBelow(child, family, { own, below: branches.below + (isLast ? '   ' : '│  ') });
    }),
  ];
}

/** Tasks by the path of the task above them; undefined: those that stand at the top. */
type Family = ReadonlyMap<string | undefined, readonly LiveTask[]>;

function byParent(tasks: readonly LiveTask[]): Family {
  const known = new Set(tasks.map(({ task }) => task));
  const family = new Map<string | undefined, LiveTask[]>();
  for (const task of tasks) {
    const above = task.task.slice(0, Math.max(0, task.task.lastIndexOf('/')));
    const parent = known.has(above) ? above : undefined;
    const siblings = family.get(parent);
    if (siblings === undefined) family.set(parent, [task]);
    else siblings.push(task);
  }
  return family;
}

function fit(name: string, width: number): string {
  return name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
}
