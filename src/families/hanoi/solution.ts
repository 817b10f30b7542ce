import type { HanoiState, Move } from './state';

/**
 * Move number `step` (from 1) of the one shortest solution from peg 0 to peg 2: its disk is the number of trailing
 * zeros of the step, and its pegs are (step & (step − 1)) mod 3 and ((step | (step − 1)) + 1) mod 3, which lead to
 * peg 2 where the number of disks is odd, and to peg 1 where it is even; there pegs 1 and 2 change places.
 */
export function shortest(step: number, disks: number): Move {
  const disk = 32 - Math.clz32(step & -step);
  const from = (step & (step - 1)) % 3;
  const to = ((step | (step - 1)) + 1) % 3;
  return disks % 2 === 1 ? [disk, from, to] : [disk, (3 - from) % 3, (3 - to) % 3];
}

/**
 * The state after so many moves of the shortest solution. Disk d has then moved ⌊(moves + 2^(d−1)) / 2^d⌋ times, always
 * the same way around: the largest disk, the third largest and so on from peg 0 to 2 to 1, the others from 0 to 1 to 2.
 */
export function stateAfter(moves: number, disks: number): HanoiState {
  const pegs: [number[], number[], number[]] = [[], [], []];
  for (let disk = disks; disk >= 1; disk -= 1) {
    const moved = Math.floor((moves + 2 ** (disk - 1)) / 2 ** disk);
    const way = (disks - disk) % 2 === 0 ? 2 : 1;
    pegs[(moved * way) % 3]?.push(disk);
  }
  return { pegs, previous: moves === 0 ? null : shortest(moves, disks) };
}
