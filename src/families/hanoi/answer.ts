import type { RedFlag } from '../../schemas/vote';
import type { HanoiState, Move } from './state';

type Answer =
  | { readonly status: 'vote'; readonly candidate: string }
  | { readonly status: 'flagged'; readonly redFlag: RedFlag; readonly detail: string };

/**
 * Reads the last `move = […]` and the last `next_state = [[…], […], […]]` of a reply, as strictly as the paper's
 * red-flagging parser (arXiv:2511.09030, Appendix C), and asks two things beyond it: the move is legal, and the next
 * state is what the move makes of the current one. A legal move that leads away from the goal is a vote like any other.
 */
export function readAnswer(reply: string, state: HanoiState): Answer {
  if (reply.length > MAX_REPLY_CHARACTERS)
    return flagged('too-long', `The reply has ${reply.length} characters.`);
  const move = readMove(reply);
  if (move === undefined)
    return flagged('malformed', 'The reply has no move = [disk, from, to] at its end.');
  const stated = readPegs(reply);
  if (stated === undefined)
    return flagged('malformed', 'The reply has no next_state = [[…], […], […]] at its end.');
  const illegal = faultOf(move, state);
  if (illegal !== undefined) return flagged('illegal-step', illegal);
  if (stated !== textOf(pegsAfter(state, move)))
    return flagged('illegal-step', `After [${move.join(', ')}] the pegs are not ${stated}.`);
  return { status: 'vote', candidate: candidateOf(move, state) };
}

/** The candidate that a legal move is: canonical JSON of the move and of the pegs after it. */
export function candidateOf(move: Move, state: HanoiState): string {
  return `[[${move.join(',')}],${textOf(pegsAfter(state, move))}]`;
}

/** The state after an elected candidate, and its move. */
export function advance(candidate: string): {
  readonly state: HanoiState;
  readonly output: Move;
} {
  const [move, pegs] = JSON.parse(candidate) as [Move, HanoiState['pegs']];
  return { state: { pegs, previous: move }, output: move };
}

/** No text of 750 tokens is as long; stops a ramble from a provider that does not keep to max_tokens. */
const MAX_REPLY_CHARACTERS = 6_000;

const MOVE_HEAD = /\bmove\s*=\s*(?=\[)/gi;
const STATE_HEAD = /\bnext_state\s*=\s*(?=\[)/gi;
// A number with leading zeros is none, as it is none in JSON and Python.
const NUMBER = '(?:0|[1-9][0-9]*)';
const MOVE = new RegExp(String.raw`\[\s*(${NUMBER})\s*,\s*(${NUMBER})\s*,\s*(${NUMBER})\s*\]`, 'y');
const PEG = String.raw`\[\s*(?:${NUMBER}(?:\s*,\s*${NUMBER})*\s*)?\]`;
const PEGS = new RegExp(String.raw`\[\s*${PEG}\s*,\s*${PEG}\s*,\s*${PEG}\s*\]`, 'y');

function readMove(reply: string): Move | undefined {
  const found = matchAt(MOVE, reply, endOfLast(MOVE_HEAD, reply));
  return found && [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** The stated pegs as JSON text without white space. */
function readPegs(reply: string): string | undefined {
  return matchAt(PEGS, reply, endOfLast(STATE_HEAD, reply))?.[0].replace(/\s+/g, '');
}

function endOfLast(head: RegExp, reply: string): number | undefined {
  let end: number | undefined;
  head.lastIndex = 0;
  while (head.test(reply)) end = head.lastIndex;
  return end;
}

function matchAt(
  pattern: RegExp,
  reply: string,
  position: number | undefined,
): RegExpExecArray | undefined {
  if (position === undefined) return undefined;
  pattern.lastIndex = position;
  return pattern.exec(reply) ?? undefined;
}

function faultOf([disk, from, to]: Move, { pegs }: HanoiState): string | undefined {
  const source = pegs[from];
  const target = pegs[to];
  if (source === undefined || target === undefined || from === to)
    return `There is no move from peg ${from} to peg ${to}.`;
  if (source.at(-1) !== disk) return `Disk ${disk} does not lie on top of peg ${from}.`;
  if ((target.at(-1) ?? Infinity) < disk) return `Disk ${disk} does not fit on peg ${to}.`;
  return undefined;
}

function pegsAfter({ pegs }: HanoiState, [disk, from, to]: Move): readonly (readonly number[])[] {
  return pegs.map((peg, i) => {
    if (i === from) return peg.slice(0, -1);
    return i === to ? [...peg, disk] : peg;
  });
}

function textOf(pegs: readonly (readonly number[])[]): string {
  return `[${pegs.map((peg) => `[${peg.join(',')}]`).join(',')}]`;
}

function flagged(redFlag: RedFlag, detail: string): Answer {
  return { status: 'flagged', redFlag, detail: detail.slice(0, 200) };
}
