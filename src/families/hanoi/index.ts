import type { ChainFamily } from '../../activities/ports/chain-family';
import { advance, readAnswer } from './answer';
import { openCheck } from './check';
import { probe } from './probe';
import { prompt } from './prompt';
import { asState, initialState } from './state';

/** Towers of Hanoi, one move a step: the task of the million-step run in arXiv:2511.09030. */
export const hanoi: ChainFamily = {
  name: 'hanoi',
  resultFile: 'moves.jsonl',
  temperature: { first: 0, later: 0.1 },
  stepCount: ({ disks }) => 2 ** disks - 1,
  initialState: (spec) => ({ ...initialState(spec) }),
  prompt: (state) => prompt(asState(state)),
  readAnswer: (reply, state) => readAnswer(reply, asState(state)),
  advance: (_state, candidate) => {
    const { state, output } = advance(candidate);
    return { state: { ...state }, output };
  },
  probe: (spec, step) => {
    const { state, right } = probe(spec, step);
    return { state: { ...state }, right };
  },
  openCheck,
};
