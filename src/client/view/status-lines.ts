import { count, counted, dollars, duration } from '../../domain/format';
import type { RunStatus, TaskState } from '../../workflows/messages';
import { describeRetry, type Retry } from '../retries';
import { hasEnded } from '../run-status';
import { type Line, span, type Tone } from './line';

/** What is happening in a run, in four to seven lines; `now` in milliseconds since 1970. */
export function statusLines(
  status: RunStatus,
  now: number,
  retries: readonly Retry[] = [],
): readonly Line[] {
  const { run, spec, state, phase, family } = status;
  const doing = state === 'running' ? phase : state;
  return [
    [
      span(run, 'strong'),
      span('  '),
      span(doing, TONES[state]),
      span(`  ${spec}, ${family}`, 'quiet'),
    ],
    status.steps === undefined
      ? [label('tasks'), ...tasksOf(status)]
      : [label('steps'), ...stepsOf(status.steps)],
    [
      label('votes'),
      span(`${counted(status.votes, 'vote')}, ${counted(status.redFlags, 'red flag')}`),
    ],
    [label('spent'), span(spentOf(status, now))],
    ...retriedOf(retries),
    ...reasonOf(status),
  ];
}

const TONES: Readonly<Record<RunStatus['state'], Tone>> = {
  running: 'busy',
  paused: 'bad',
  waiting: 'bad',
  done: 'good',
  failed: 'bad',
  cancelled: 'bad',
};

const BAR = 20;
const IN_ORDER: readonly TaskState[] = [
  'voting',
  'sizing',
  'planning',
  'splitting',
  'verifying',
  'waiting',
  'stuck',
];

function label(text: string) {
  return span(text.padEnd(7), 'quiet');
}

function stepsOf({ done, of }: NonNullable<RunStatus['steps']>): Line {
  return [...barOf(done, of), span(` ${count(done)} of ${count(of)} elected`)];
}

function barOf(done: number, of: number): Line {
  const filled = of === 0 ? 0 : Math.floor((done * BAR) / of);
  return [span('█'.repeat(filled), 'good'), span('░'.repeat(BAR - filled), 'quiet')];
}

function tasksOf({ tasks }: RunStatus): Line {
  const all = Object.entries(tasks)
    .filter(([state]) => state !== 'discarded')
    .reduce((sum, [, value]) => sum + value, 0);
  const others = IN_ORDER.filter((state) => tasks[state] > 0).map(
    (state) => `${tasks[state]} ${state}`,
  );
  return [
    ...barOf(tasks.solved, all),
    span(` ${[`${tasks.solved} of ${all} solved`, ...others].join(', ')}`),
  ];
}

/** The time only while it runs: nobody has noted here when an ended run came to its end. */
function spentOf({ spent, budget, startedAt, state }: RunStatus, now: number): string {
  const money = `${dollars(spent.costUsd)} of ${dollars(budget.usd)}`;
  const time = `${duration(now - Date.parse(startedAt))} of ${budget.hours} h`;
  const figures = [`${count(spent.calls)} of ${counted(budget.calls, 'call')}`, money];
  return (hasEnded(state) ? figures : [...figures, time]).join(', ');
}

/** The one that has failed most often stands for all. */
function retriedOf(retries: readonly Retry[]): readonly Line[] {
  const [worst, ...others] = [...retries].sort((a, b) => b.attempt - a.attempt);
  if (worst === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [[label('retry'), span(describeRetry(worst) + more, 'bad')]];
}

function reasonOf({ pause, failure, state, run }: RunStatus): readonly Line[] {
  const why = failure ?? (pause === null ? null : `${pause.message} (${pause.code})`);
  const next = `millwright approve ${run}, or millwright reject ${run} --reason TEXT`;
  return [
    ...(why === null ? [] : [[label('why'), span(why, 'bad')]]),
    ...(state === 'waiting' ? [[label('next'), span(next)]] : []),
  ];
}
