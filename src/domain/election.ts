import type { RedFlag } from '../schemas/vote';
import { castVote, countVotes, judge, type Tally } from './tally';

/**
 * One election as a state machine without clock, network or engine: whoever drives it asks as many microagents as
 * `asksDue` says, tells each answer as a vote or a flag, and stops at the outcome. The workflow that makes every vote
 * durable and the activity that runs thousands of steps drive the same machine.
 */
export interface Election {
  readonly rules: ElectionRules;
  readonly tally: Tally;
  /** Asked and not yet told. */
  readonly inFlight: number;
  /** Asked in all: the number of the next sample. */
  readonly asked: number;
  readonly flags: ReadonlyMap<RedFlag, number>;
}

export interface ElectionRules {
  /** k: the lead, in votes, that wins; at least 1. */
  readonly margin: number;
  /** Votes after which an undecided election is exhausted. */
  readonly maxVotes: number;
  /** Red flags after which it is exhausted: a subject no microagent can answer must not eat the budget. */
  readonly maxFlags: number;
}

export type Outcome =
  | { readonly status: 'open' }
  | { readonly status: 'elected'; readonly winner: string; readonly lead: number }
  | { readonly status: 'exhausted'; readonly lead: number };

export function openElection(rules: ElectionRules): Election {
  return { rules, tally: new Map(), inFlight: 0, asked: 0, flags: new Map() };
}

/**
 * How many more microagents to ask now: as many as the leader still needs, less those in flight (I4), so that no
 * vote is paid for that could not matter. 0 once the election is decided or can no longer be.
 */
export function asksDue(election: Election): number {
  if (outcome(election).status !== 'open') return 0;
  const { rules, tally, inFlight } = election;
  const needed = rules.margin - judge(tally, rules.margin).lead;
  return Math.max(0, Math.min(needed, votesLeft(election)) - inFlight);
}

/** Notes that one more microagent was asked. */
export function ask(election: Election): Election {
  return { ...election, inFlight: election.inFlight + 1, asked: election.asked + 1 };
}

/** Takes back microagents whose answers will not come: their calls failed or were lost. Their numbers stay used. */
export function withdraw(election: Election, asks: number): Election {
  if (asks > election.inFlight) throw nobodyAsked();
  return { ...election, inFlight: election.inFlight - asks };
}

/** Counts the vote of a microagent that was asked. */
export function vote(election: Election, candidate: string): Election {
  return settle({ ...election, tally: castVote(election.tally, candidate) });
}

/** Notes a red-flagged answer: it never enters the tally (I1). */
export function flag(election: Election, redFlag: RedFlag): Election {
  const flags = new Map(election.flags).set(redFlag, (election.flags.get(redFlag) ?? 0) + 1);
  return settle({ ...election, flags });
}

/**
 * Elected with a lead of at least the margin (I2); exhausted when the votes left cannot give any candidate that lead,
 * or when red flags have used up their allowance; else open. By I4 nothing is in flight when an election is won; an
 * exhausted one is final once its answers in flight, which are paid for, have been told.
 */
export function outcome(election: Election): Outcome {
  const { rules, tally, flags } = election;
  const verdict = judge(tally, rules.margin);
  if (verdict.status === 'elected') return verdict;
  const hopeless = verdict.lead + votesLeft(election) < rules.margin;
  return hopeless || countFlags(flags) >= rules.maxFlags
    ? { status: 'exhausted', lead: verdict.lead }
    : { status: 'open' };
}

/**
 * The same election where answers that were told have been examined anew, while none is in flight: its tally is made of
 * the `votes` that are left, and those that now have a red flag join the flags (I1).
 */
export function recount(
  election: Election,
  again: { readonly votes: readonly string[]; readonly flags: readonly RedFlag[] },
): Election {
  const { tally, inFlight } = election;
  if (inFlight > 0 || again.votes.length + again.flags.length !== countVotes(tally))
    throw new Error('expected each vote of a quiet election once more, and no other');
  const flags = new Map(election.flags);
  for (const redFlag of again.flags) flags.set(redFlag, (flags.get(redFlag) ?? 0) + 1);
  const recounted = again.votes.reduce<Tally>(castVote, new Map());
  return { ...election, tally: recounted, flags };
}

/** Whether nothing more can change: the outcome is known and every answer that was paid for has been told. */
export function isOver(election: Election): boolean {
  return election.inFlight === 0 && outcome(election).status !== 'open';
}

/** Valid votes the election may still take, those in flight included. */
function votesLeft({ rules, tally }: Election): number {
  return rules.maxVotes - countVotes(tally);
}

/** The number of red-flagged answers. */
export function countFlags(flags: Election['flags']): number {
  let count = 0;
  for (const n of flags.values()) count += n;
  return count;
}

function settle(election: Election): Election {
  return withdraw(election, 1);
}

function nobodyAsked(): Error {
  return new Error(
    'An answer was told that nobody had asked for: call ask() before vote() or flag().',
  );
}
