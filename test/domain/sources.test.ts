import fc from 'fast-check';
import {
  noteAnswer,
  recordSources,
  SOURCES,
  sumSources,
  type SourceTallies,
} from '../../src/domain/sources';
import type { ErrorPairs, ElectionSources } from '../../src/schemas/certificate';
import type { Source } from '../../src/schemas/vote';

interface Answer {
  readonly source: Source;
  /** Null for a red-flagged one. */
  readonly candidate: string | null;
}

const answers: fc.Arbitrary<Answer[]> = fc.array(
  fc.record({
    source: fc.constantFrom(...SOURCES),
    candidate: fc.constantFrom('a', 'b', 'c', 'd', null),
  }),
  { maxLength: 24 },
);

const NOTHING: SourceTallies = {};
const recordOf = (given: readonly Answer[], winner: string | null = 'a') =>
  recordSources(given.reduce(noteAnswer, NOTHING), winner);
const agreements = (record: ElectionSources): readonly (ErrorPairs | undefined)[] => [
  ...SOURCES.map((source) => record[source]?.agreement),
  record.across,
];
const totalOf = (record: ElectionSources, figure: keyof ErrorPairs) =>
  agreements(record).reduce((sum, agreement) => sum + (agreement?.[figure] ?? 0), 0);

/** All pairs of answers that both went against the winner, one by one. */
const pairsAgainst = (given: readonly Answer[], winner: string) => {
  const errors = given.filter(({ candidate }) => candidate !== null && candidate !== winner);
  return errors.flatMap((one, index) => errors.slice(index + 1).map((other) => ({ one, other })));
};

describe('recordSources', () => {
  it('counts every answer once, with its source', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const record = recordOf(given);
        for (const source of SOURCES) {
          const own = given.filter((answer) => answer.source === source);
          const valid = own.filter(({ candidate }) => candidate !== null);
          const counts = record[source];
          expect(counts === undefined).toBe(own.length === 0);
          expect(counts?.votes ?? 0).toBe(valid.length);
          expect(counts?.redFlags ?? 0).toBe(own.length - valid.length);
          expect(counts?.votesForWinner ?? 0).toBe(
            valid.filter(({ candidate }) => candidate === 'a').length,
          );
        }
      }),
    );
  });

  it('counts each pair of votes against the winner once, and whether the two agreed', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const record = recordOf(given);
        const pairs = pairsAgainst(given, 'a');
        const within = (source: Source) =>
          pairs.filter(({ one, other }) => one.source === source && other.source === source);
        const across = pairs.filter(({ one, other }) => one.source !== other.source);
        const told = (of: typeof pairs) =>
          of.length === 0
            ? undefined
            : {
                pairs: of.length,
                agreeing: of.filter(({ one, other }) => one.candidate === other.candidate).length,
              };
        for (const source of SOURCES)
          expect(record[source]?.agreement).toEqual(told(within(source)));
        expect(record.across).toEqual(told(across));
      }),
    );
  });

  it('does not depend on the order in which answers came', () => {
    fc.assert(
      fc.property(
        answers.chain((given) =>
          fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
        ),
        ([given, shuffled]) => {
          expect(recordOf(shuffled)).toEqual(recordOf(given));
        },
      ),
    );
  });

  it('counts no agreement of errors where nobody won: none is known to be one', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const record = recordOf(given, null);
        expect(totalOf(record, 'pairs')).toBe(0);
        for (const source of SOURCES) expect(record[source]?.votesForWinner ?? 0).toBe(0);
      }),
    );
  });

  it('tells sources that err alike from sources that err differently', () => {
    const vote = (source: Source, candidate: string): Answer => ({ source, candidate });
    const alike = [vote('base', 'b'), vote('varied', 'b'), vote('other', 'b')];
    const differently = [vote('base', 'b'), vote('base', 'b'), vote('other', 'c')];
    expect(recordOf(alike)).toMatchObject({ across: { pairs: 3, agreeing: 3 } });
    expect(recordOf(differently)).toMatchObject({
      base: { agreement: { pairs: 1, agreeing: 1 } },
      across: { pairs: 2, agreeing: 0 },
    });
  });
});

describe('sumSources', () => {
  it('adds up elections, and never pairs votes of different ones', () => {
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 5 }), (elections) => {
        const records = elections.map((given) => recordOf(given));
        const sum = sumSources(records);
        for (const figure of ['pairs', 'agreeing'] as const)
          expect(totalOf(sum, figure)).toBe(
            records.reduce((before, record) => before + totalOf(record, figure), 0),
          );
        for (const source of SOURCES)
          expect(sum[source]?.votes ?? 0).toBe(
            elections
              .flat()
              .filter((answer) => answer.source === source && answer.candidate !== null).length,
          );
      }),
    );
  });
});
