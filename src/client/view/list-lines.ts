import type { ListedRun } from '../list-runs';
import { type Line, span, type Tone } from './line';

/** One line for each run: id, state, phase, when it started. */
export function listLines(runs: readonly ListedRun[]): readonly Line[] {
  const width = Math.max(0, ...runs.map(({ run }) => run.length));
  return runs.map(({ run, state, phase, startedAt }) => [
    span(`${run.padEnd(width)}  `, 'strong'),
    span(state.padEnd(10), TONES[state] ?? 'plain'),
    span((phase ?? '').padEnd(11), 'quiet'),
    span(`${startedAt.slice(0, 16).replace('T', ' ')} UTC`, 'quiet'),
  ]);
}

const TONES: Partial<Readonly<Record<string, Tone>>> = {
  running: 'busy',
  paused: 'bad',
  waiting: 'bad',
  done: 'good',
  failed: 'bad',
};
