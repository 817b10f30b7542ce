import fc from 'fast-check';
import {
  addCounts,
  type Chain,
  type ChainEvent,
  type ChainRules,
  isStuck,
  NO_COUNTS,
  positionOf,
  resumeChain,
  startOfChain,
  tell,
} from '../../src/domain/chain';
import { asksDue } from '../../src/domain/election';
import { ChainPosition } from '../../src/schemas/chain';

const rules: ChainRules = {
  election: { margin: 2, maxVotes: 9, maxFlags: 5 },
  advance: (state, winner) => `${state as string}${winner}`,
};
const adaptiveRules: ChainRules = { ...rules, adaptive: { failure: 0.01, most: 8 } };
const NONE = { counts: NO_COUNTS, inFlight: 0 };
const open = (by = rules): Chain => resumeChain(startOfChain(''), by, NONE);

const sent = (samples: number): ChainEvent => ({ kind: 'sent', samples });
const answered = (...words: readonly string[]): ChainEvent => ({
  kind: 'answered',
  replies: words.map((word) => (word === '!' ? { redFlag: 'malformed' } : { candidate: word })),
  usage: { calls: words.length, promptTokens: 2, completionTokens: words.length, costUsd: 0.5 },
});

const all = (chain: Chain, events: readonly ChainEvent[], by = rules): Chain =>
  events.reduce((now, event) => tell(now, event, by), chain);

/** What happens in a run that asks as many as are due, all at once, until the stream of fates is used up. */
function eventsOf(fates: readonly string[], by = rules): readonly ChainEvent[] {
  const events: ChainEvent[] = [];
  let chain = open(by);
  const happen = (event: ChainEvent): void => {
    events.push(event);
    chain = tell(chain, event, by);
  };
  for (let at = 0; at < fates.length;) {
    const due = Math.min(asksDue(chain.election), fates.length - at);
    if (due === 0) return events;
    happen(sent(due));
    const words = fates.slice(at, at + due);
    at += due;
    if (words[0] === 'lost') happen({ kind: 'failed', samples: due, isCharged: true });
    else happen(answered(...words.map((word) => (word === 'lost' ? '!' : word))));
  }
  return events;
}

const words = fc.array(fc.constantFrom('a', 'a', 'a', 'b', '!', 'lost'), { maxLength: 60 });
const fates = words.map((given) => eventsOf(given));

describe('tell', () => {
  it('makes of an elected step the state of the next', () => {
    const chain = all(open(), [sent(2), answered('a', 'a'), sent(2), answered('b', 'b')]);
    expect(chain).toMatchObject({ step: 2, state: 'ab' });
    expect(chain.counts.ways).toEqual([
      { votes: 2, votesForWinner: 2, lead: 2, flags: 0, steps: 2 },
    ]);
  });

  it('leaves a step undecided below the margin (I2), and flagged answers out of its tally (I1)', () => {
    const chain = all(open(), [sent(2), answered('a', '!'), sent(1), answered('b')]);
    expect(chain.step).toBe(0);
    expect([...chain.election.tally]).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(chain.counts.redFlags).toEqual({ malformed: 1 });
  });

  it('counts every call once: answered, lost, or surely not charged (I3)', () => {
    fc.assert(
      fc.property(fates, (events) => {
        const { counts, election } = all(open(), events);
        const asked = events.reduce((sum, e) => sum + (e.kind === 'sent' ? e.samples : 0), 0);
        expect(counts.usage.calls + counts.lostCalls + election.inFlight).toBe(asked);
      }),
    );
  });

  it('gives every vote and red flag to exactly one election', () => {
    fc.assert(
      fc.property(fates, (events) => {
        const { counts, election } = all(open(), events);
        const decided = counts.ways.reduce(
          (sum, way) => sum + way.steps * (way.votes + way.flags),
          0,
        );
        const undecided = [...election.tally.values(), ...election.flags.values()];
        expect(undecided.reduce((sum, count) => sum + count, decided)).toBe(counts.usage.calls);
      }),
    );
  });

  it('comes to the same when it is stopped after any event and resumed from its position', () => {
    fc.assert(
      fc.property(words, fc.nat(), fc.constantFrom(rules, adaptiveRules), (given, cut, by) => {
        const events = eventsOf(given, by);
        const at = events.length === 0 ? 0 : cut % events.length;
        const whole = all(open(by), events, by);
        const half = all(open(by), events.slice(0, at), by);
        const { inFlight } = half.election;
        const position = ChainPosition.parse(JSON.parse(JSON.stringify(positionOf(half))));
        const resumed = resumeChain(position, by, { counts: half.counts, inFlight });
        expect(all(resumed, events.slice(at), by)).toEqual(whole);
      }),
    );
  });

  it('elects with a lead of just the margin that the votes called for, the last one asked being needed (I4)', () => {
    fc.assert(
      fc.property(words, (given) => {
        const { ways } = all(
          open(adaptiveRules),
          eventsOf(given, adaptiveRules),
          adaptiveRules,
        ).counts;
        for (const { votes, votesForWinner, lead, opened } of ways) {
          expect(votesForWinner - (votes - votesForWinner)).toBe(lead);
          const raised = lead - (opened ?? Infinity);
          expect(votes === votesForWinner ? raised === 0 : raised >= 0).toBe(true);
        }
      }),
    );
  });

  it('asks for a larger lead where votes differ, and for a smaller one as steps prove easy', () => {
    const first = open(adaptiveRules);
    const disputed = all(first, [sent(2), answered('a', 'b')], adaptiveRules);
    expect(disputed.election.rules.margin).toBeGreaterThan(first.opened);
    const easy = all(first, eventsOf(Array<string>(60).fill('a'), adaptiveRules), adaptiveRules);
    expect(easy.opened).toBeLessThan(first.opened);
  });
});

describe('isStuck', () => {
  it('is true once the red flags allowed are used up and nothing is in flight', () => {
    const flagged = all(open(), [
      sent(2),
      answered('!', '!'),
      sent(2),
      answered('!', '!'),
      sent(2),
    ]);
    expect(isStuck(flagged)).toBe(false);
    expect(isStuck(tell(flagged, answered('!', 'a'), rules))).toBe(true);
  });
});

describe('addCounts', () => {
  it('counts two parts of a chain as the whole', () => {
    fc.assert(
      fc.property(fates, fc.nat(), (events, cut) => {
        const at = events.length === 0 ? 0 : cut % events.length;
        const half = all(open(), events.slice(0, at));
        const rest = all({ ...half, counts: NO_COUNTS }, events.slice(at));
        const whole = all(open(), events).counts;
        const sum = addCounts(half.counts, rest.counts);
        expect({ ...sum, ways: new Set(sum.ways) }).toEqual({
          ...whole,
          ways: new Set(whole.ways),
        });
      }),
    );
  });
});
