import type { ChainSpec } from '../../schemas/spec';
import { candidateOf } from './answer';
import { shortest, stateAfter } from './solution';
import type { HanoiState } from './state';

/**
 * A step of the shortest solution, numbered from 0: the state before it, and the candidate that is right there. It is for
 * finding out beforehand how often a model errs, and no election may look at it.
 */
export function probe(
  { disks }: ChainSpec,
  step: number,
): { readonly state: HanoiState; readonly right: string } {
  const state = stateAfter(step, disks);
  return { state, right: candidateOf(shortest(step + 1, disks), state) };
}
