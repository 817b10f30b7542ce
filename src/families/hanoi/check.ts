import type { ChainCheck } from '../../activities/ports/chain-family';
import type { Json } from '../../schemas/hash';
import type { ChainSpec } from '../../schemas/spec';
import { shortest } from './solution';

/**
 * Replays moves [disk, from, to] from the start, sharing no code with what made them. Each must be legal, and each must
 * be the move that the closed form of the shortest solution has at that step; at the end, after 2^disks − 1 moves,
 * every disk must lie on peg 2. A peg is a set of bits, its top the lowest one, so memory is three numbers.
 */
export function openCheck({ disks }: ChainSpec): ChainCheck {
  const all = 2 ** disks - 1;
  const pegs = [all, 0, 0];
  let steps = 0;
  let fault: string | null = null;
  return {
    next(output) {
      if (fault !== null) return fault;
      steps += 1;
      const found = steps > all ? `found a move beyond the last, ${all}` : replay(output);
      if (found !== null) fault = `step ${steps}: ${found}`;
      return fault;
    },
    finish() {
      if (fault !== null) return fault;
      if (steps < all) return `step ${steps + 1}: found the end of the moves, expected ${all}`;
      return pegs[2] === all ? null : `step ${steps}: found disks that are not on peg 2`;
    },
  };

  function replay(output: Json): string | null {
    const move = readMove(output);
    if (move === undefined)
      return `found ${JSON.stringify(output).slice(0, 80)}, expected a move [disk, from, to]`;
    const shown = `found the move [${move.join(', ')}]`;
    if (!isLegal(move)) return `${shown}, which the rules forbid`;
    const right = shortest(steps, disks).join(', ');
    if (move.join(', ') !== right)
      return `${shown}, expected [${right}] as in the shortest solution`;
    const [disk, from, to] = move;
    pegs[from] = (pegs[from] ?? 0) - bitOf(disk);
    pegs[to] = (pegs[to] ?? 0) + bitOf(disk);
    return null;
  }

  function isLegal([disk, from, to]: FoundMove): boolean {
    const [source = 0, target = 0] = [pegs[from], pegs[to]];
    const isFree = target === 0 || lowestBit(target) > bitOf(disk);
    return from !== to && lowestBit(source) === bitOf(disk) && isFree;
  }
}

type FoundMove = readonly [disk: number, from: number, to: number];

function readMove(output: Json): FoundMove | undefined {
  if (!Array.isArray(output) || output.length !== 3) return undefined;
  const [disk, from, to] = output as readonly Json[];
  return isWithin(disk, 1, 30) && isWithin(from, 0, 2) && isWithin(to, 0, 2)
    ? [disk, from, to]
    : undefined;
}

function isWithin(value: Json | undefined, min: number, max: number): value is number {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function bitOf(disk: number): number {
  return 2 ** (disk - 1);
}

function lowestBit(bits: number): number {
  return bits & -bits;
}
