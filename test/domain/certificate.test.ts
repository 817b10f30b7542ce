import fc from 'fast-check';
import { certify, FactsDisagree, type RunFacts } from '../../src/domain/certificate';
import { Certificate, type ElectionRecord } from '../../src/schemas/certificate';
import { seeded } from './quantities';
import { answersOf, DONE, elected, facts, SOURCES } from './run-facts';

/** A run of two-candidate elections: whether any winner was wrong, and what its certificate says of that. */
function simulateRun(given: {
  readonly errorRate: number;
  readonly margin: number;
  readonly elections: number;
  readonly seed: number;
}): { readonly isWrong: boolean; readonly bound: number } {
  const random = seeded(given.seed);
  const { margin } = given;
  let isWrong = false;
  const elections = Array.from({ length: given.elections }, (_, index): ElectionRecord => {
    let lead = 0;
    let votes = 0;
    for (; Math.abs(lead) < margin; votes++) lead += random() < given.errorRate ? -1 : 1;
    if (lead < 0) isWrong = true;
    const votesForWinner = (votes + margin) / 2;
    return { ...elected(`top/f${index}`), margin, lead: margin, votes, votesForWinner };
  });
  const { usage } = DONE.spending;
  const spending = { usage: { ...usage, calls: answersOf(elections) }, lostCalls: 0 };
  return { isWrong, bound: certify({ ...DONE, elections, spending }).failureBound };
}

describe('certify', () => {
  it('adds up, fits the schema and claims nothing of what is unfinished or refuted', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const certificate = certify(given);
        expect(Certificate.parse(certificate)).toEqual(certificate);
        const { total, ...reasons } = certificate.redFlags;
        expect(Object.values(reasons).reduce((sum, n) => sum + n, 0)).toBe(total);
        expect(certificate.votes + total).toBe(answersOf(given.elections));
        expect(certificate.calls).toBeGreaterThanOrEqual(certificate.votes + total);
        const { elections, steps, margin, errorRate, verification } = certificate;
        expect(elections.elected + elections.exhausted).toBe(certificate.history.length);
        expect(steps).toBeLessThanOrEqual(elections.elected);
        expect(margin.min).toBeLessThanOrEqual(margin.max);
        expect(errorRate.low).toBeLessThanOrEqual(errorRate.estimate);
        expect(errorRate.estimate).toBeLessThanOrEqual(errorRate.high);
        const failed = Object.values(verification).some((check) => check.failed > 0);
        expect(
          certificate.failureBound === 1 || (given.status === 'done' && !failed && steps > 0),
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up the sources of the elections on code that have a winner, and of no others', () => {
    const told = { ...elected('top'), sources: SOURCES };
    const elections: ElectionRecord[] = [
      told,
      { ...told, task: 'top/a' },
      { ...told, kind: 'plan' },
      { ...told, task: 'top/b', status: 'exhausted', lead: 1, votesForWinner: 0 },
      elected('top/c'),
    ];
    expect(certify({ ...DONE, elections }).sources).toEqual({
      base: { votes: 8, votesForWinner: 4, redFlags: 2, agreement: { pairs: 2, agreeing: 2 } },
      other: { votes: 4, votesForWinner: 2, redFlags: 0 },
      across: { pairs: 4, agreeing: 0 },
    });
    expect(certify(DONE)).not.toHaveProperty('sources');
  });

  it('says what a finished run came to', () => {
    const { assumptions, history, failureBound, errorRate, ...figures } = certify(DONE);
    expect(figures).toMatchObject({
      status: 'done',
      leaves: 8,
      steps: 8,
      elections: { elected: 9, exhausted: 0 },
      margin: { min: 3, max: 3 },
      calls: 32,
      votes: 29,
      redFlags: { total: 3, malformed: 1, 'too-long': 2 },
      verification: { examples: { passed: 4, failed: 0 } },
    });
    expect(history).toEqual(DONE.elections);
    expect(errorRate.high).toBeGreaterThan(errorRate.estimate);
    expect(failureBound).toBeGreaterThan(0);
    expect(failureBound).toBeLessThan(0.5);
    expect(assumptions.length).toBeGreaterThan(4);
  });

  it('holds the bound: of seeded runs, no larger share has a wrong winner than the bounds say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.02, 0.1, 0.2),
        fc.integer({ min: 2, max: 4 }),
        fc.integer(),
        (errorRate, margin, seed) => {
          const runs = Array.from({ length: 40 }, (_, index) =>
            simulateRun({ errorRate, margin, elections: 6, seed: seed + index * 7919 }),
          );
          const wrong = runs.filter(({ isWrong }) => isWrong).length;
          const bounds = runs.reduce((sum, { bound }) => sum + bound, 0);
          expect(wrong).toBeLessThanOrEqual(bounds + 4 * Math.sqrt(Math.max(1, bounds)));
        },
      ),
      { numRuns: 10, seed: 1 },
    );
  });

  it('states only the assumptions that apply', () => {
    const about = (given: Partial<RunFacts>, words: string): boolean =>
      certify({ ...DONE, ...given }).assumptions.some((sentence) => sentence.includes(words));
    const { usage } = DONE.spending;
    const many = Array.from({ length: 12 }, (_, index) => elected(`a/b${index}`));
    const hard = { ...elected('a'), votes: 11, votesForWinner: 7 };
    const lost = { usage, lostCalls: 3 };
    const free = { usage: { ...usage, costUsd: 0 }, lostCalls: 0 };
    const busy = { usage: { ...usage, calls: 99 }, lostCalls: 0 };
    const exhausted: ElectionRecord = { ...elected('z'), status: 'exhausted', lead: 1 };
    const table: [string, Partial<RunFacts>, Partial<RunFacts>][] = [
      ['err independently', {}, { status: 'failed' }],
      ['did not finish', { status: 'cancelled' }, {}],
      ['No election on the result', { elections: [elected('a', 'plan')] }, {}],
      ['were few, 26 in all', {}, { elections: many, spending: busy }],
      ['a lead of one vote', { elections: [{ ...elected('a'), margin: 1, lead: 1 }] }, {}],
      ['own votes: 1 of 13', { elections: [...many, hard], spending: busy }, {}],
      ['sizes and plans', {}, { elections: [elected('a')] }],
      ['without a winner elected nothing: 1', { elections: [elected('a'), exhausted] }, {}],
      ['taken as the truth', {}, { report: null }],
      ['No acceptance tests', { report: null }, {}],
      ['have no price', { spending: free }, {}],
      ['lost in a crash: 3', { spending: lost }, {}],
    ];
    for (const [words, applies, doesNot] of table) {
      expect([words, about(applies, words), about(doesNot, words)]).toEqual([words, true, false]);
    }
  });

  it('refuses facts with fewer calls than answers', () => {
    const spending = { usage: { ...DONE.spending.usage, calls: 31 }, lostCalls: 5 };
    expect(() => certify({ ...DONE, spending })).toThrow(FactsDisagree);
    expect(() => certify({ ...DONE, spending })).toThrow(
      'found 31 calls for 29 votes and 3 red-flagged answers, expected at least one call for each (I3)',
    );
  });

  it('refuses a winner that was not ahead by its margin', () => {
    const elections = [{ ...elected('a'), lead: 2 }];
    expect(() => certify({ ...DONE, elections })).toThrow(
      'found a elected with a lead of 2, expected at least its margin of 3 (I2)',
    );
  });
});
