import type { ChainPosition } from '../schemas/chain';
import type { Json } from '../schemas/hash';
import type { Usage } from '../schemas/model';
import type { RedFlag } from '../schemas/vote';
import { adapt, type Experience, learn, type MarginLimits, NO_EXPERIENCE } from './adaptive-margin';
import {
  ask,
  countFlags,
  type Election,
  type ElectionRules,
  flag,
  isOver,
  openElection,
  outcome,
  vote,
  withdraw,
} from './election';
import { addSpending, NOTHING, type Spending } from './ledger';
import { countVotes } from './tally';

/**
 * A chain of elections as a state machine: each step's elected answer gives the state of the next step. Whatever
 * happens to a call is an event, and the chain is what its events make of it, so that a record of the events is all
 * that has to survive a crash.
 */
export interface Chain {
  /** Steps elected so far. */
  readonly step: number;
  /** What the next step is asked about. */
  readonly state: Json;
  /** The election on the next step. */
  readonly election: Election;
  /** What its elections have taught it; null where the margin is fixed. */
  readonly experience: Experience | null;
  /** The margin with which the election was opened. */
  readonly opened: number;
  readonly counts: ChainCounts;
}

/** What a part of a chain took. */
export interface ChainCounts extends Spending {
  /** Requests that failed and were surely not charged. */
  readonly failedRequests: number;
  /** Red-flagged answers by reason, those of the election under way among them. */
  readonly redFlags: Readonly<Partial<Record<RedFlag, number>>>;
  /** The elected steps by how their elections went, each way once. */
  readonly ways: readonly Way[];
}

/** One way in which an election on a step can go, and how many went so. */
interface Way {
  readonly votes: number;
  readonly votesForWinner: number;
  readonly lead: number;
  /** The margin with which such an election was opened; absent where the margin is fixed. */
  readonly opened?: number;
  /** Red-flagged answers on the step. */
  readonly flags: number;
  readonly steps: number;
}

export type ChainEvent =
  /** A request for that many answers is about to be sent. */
  | { readonly kind: 'sent'; readonly samples: number }
  | {
      readonly kind: 'answered';
      readonly replies: readonly Reply[];
      readonly usage: Usage;
    }
  /** No answers came; `isCharged` when the provider may have charged for them. */
  | { readonly kind: 'failed'; readonly samples: number; readonly isCharged: boolean };

export type Reply = { readonly candidate: string } | { readonly redFlag: RedFlag };

/** What a chain runs by: the rules of every step's election, and what an elected candidate makes of a state. */
export interface ChainRules extends StepRules {
  readonly advance: (state: Json, winner: string) => Json;
}

/** The rules of every step's election. */
export interface StepRules {
  readonly election: ElectionRules;
  /** Where given, the margin is not that of the rules: it follows the votes, those of the steps before and the step's own. */
  readonly adaptive?: MarginLimits;
}

export const NO_COUNTS: ChainCounts = { ...NOTHING, failedRequests: 0, redFlags: {}, ways: [] };

/** The position of a chain of which nothing has been asked yet. */
export function startOfChain(state: Json): ChainPosition {
  return { step: 0, state, tally: [], flags: [], asked: 0 };
}

/** The chain at a position that was kept; what was in flight there has to be told as failed. */
export function resumeChain(
  { step, state, tally, flags, asked, experience: kept }: ChainPosition,
  rules: StepRules,
  { counts, inFlight }: { readonly counts: ChainCounts; readonly inFlight: number },
): Chain {
  const experience = rules.adaptive === undefined ? null : (kept ?? NO_EXPERIENCE);
  const fresh = openStep(experience, rules);
  const { margin: opened } = fresh.rules;
  const open = { ...fresh, tally: new Map(tally), flags: new Map(flags), asked, inFlight };
  const election = followVotes(open, experience, rules);
  return { step, state, election, experience, opened, counts };
}

/** Where the chain stands, as plain data. */
export function positionOf({ step, state, election, experience }: Chain): ChainPosition {
  const { tally, flags, asked } = election;
  const position = { step, state, tally: [...tally], flags: [...flags], asked };
  return experience === null ? position : { ...position, experience };
}

/** The chain after an event. An election that is won gives way to that of the next step. */
export function tell(chain: Chain, event: ChainEvent, rules: ChainRules): Chain {
  const { election, counts } = chain;
  switch (event.kind) {
    case 'sent':
      return { ...chain, election: times(event.samples, election, ask) };
    case 'failed':
      return {
        ...chain,
        election: withdraw(election, event.samples),
        counts: event.isCharged
          ? { ...counts, lostCalls: counts.lostCalls + event.samples }
          : { ...counts, failedRequests: counts.failedRequests + 1 },
      };
    case 'answered': {
      const counted = { ...counts, ...addSpending(counts, { usage: event.usage, lostCalls: 0 }) };
      const told = event.replies.reduce<Told>(
        (now, reply) =>
          tellReply(now, reply, (votes) => followVotes(votes, chain.experience, rules)),
        { election, counts: counted },
      );
      return settle({ ...chain, ...told }, rules);
    }
  }
}

/** Whether the election on the next step can no longer be won: more votes must be allowed, or the chain ends here. */
export function isStuck({ election }: Chain): boolean {
  return isOver(election) && outcome(election).status === 'exhausted';
}

/** The sum of what two parts took. */
export function addCounts(a: ChainCounts, b: ChainCounts): ChainCounts {
  return {
    ...addSpending(a, b),
    failedRequests: a.failedRequests + b.failedRequests,
    redFlags: addFlags(a.redFlags, b.redFlags),
    ways: b.ways.reduce(addWay, a.ways),
  };
}

/** An election on a step of which nothing is known but what the steps before have taught. */
function openStep(experience: Experience | null, { election, adaptive }: StepRules): Election {
  const open = openElection(election);
  if (experience === null || adaptive === undefined) return open;
  return adapt(open, experience, adaptive);
}

/** The election with the margin that its own votes call for: as long as they agree, that with which it was opened. */
function followVotes(
  election: Election,
  experience: Experience | null,
  { adaptive }: StepRules,
): Election {
  if (experience === null || adaptive === undefined || election.tally.size < 2) return election;
  return adapt(election, experience, adaptive);
}

function settle(chain: Chain, rules: ChainRules): Chain {
  const { election, counts, opened } = chain;
  const verdict = outcome(election);
  if (verdict.status !== 'elected' || !isOver(election)) return chain;
  const votes = countVotes(election.tally);
  const votesForWinner = election.tally.get(verdict.winner) ?? 0;
  const way: Way = {
    votes,
    votesForWinner,
    lead: verdict.lead,
    ...(chain.experience === null ? {} : { opened }),
    flags: countFlags(election.flags),
    steps: 1,
  };
  const experience =
    chain.experience === null ? null : learn(chain.experience, { votes, votesForWinner });
  const next = openStep(experience, rules);
  return {
    step: chain.step + 1,
    state: rules.advance(chain.state, verdict.winner),
    election: next,
    experience,
    opened: next.rules.margin,
    counts: { ...counts, ways: addWay(counts.ways, way) },
  };
}

type Told = Pick<Chain, 'election' | 'counts'>;

function tellReply(
  { election, counts }: Told,
  reply: Reply,
  follow: (election: Election) => Election,
): Told {
  if ('candidate' in reply) return { election: follow(vote(election, reply.candidate)), counts };
  const { redFlag } = reply;
  return {
    election: flag(election, redFlag),
    counts: { ...counts, redFlags: addFlags(counts.redFlags, { [redFlag]: 1 }) },
  };
}

function addWay(ways: readonly Way[], way: Way): readonly Way[] {
  const at = ways.findIndex(
    (known) =>
      known.votes === way.votes &&
      known.votesForWinner === way.votesForWinner &&
      known.lead === way.lead &&
      known.opened === way.opened &&
      known.flags === way.flags,
  );
  const known = ways[at];
  if (known === undefined) return [...ways, way];
  return ways.with(at, { ...known, steps: known.steps + way.steps });
}

function addFlags(a: ChainCounts['redFlags'], b: ChainCounts['redFlags']): ChainCounts['redFlags'] {
  const sum: Partial<Record<RedFlag, number>> = { ...a };
  for (const [flagged, count] of Object.entries(b) as [RedFlag, number][])
    sum[flagged] = (sum[flagged] ?? 0) + count;
  return sum;
}

function times<T>(count: number, start: T, next: (value: T) => T): T {
  let value = start;
  for (let n = 0; n < count; n += 1) value = next(value);
  return value;
}
