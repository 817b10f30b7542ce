import fc from 'fast-check';
import { errorRateOfElections } from '../../src/domain/error-rate';
import {
  countElections,
  errorRatesOf,
  failureBound,
  harderAmong,
  measuredErrorRate,
  reliedOn,
} from '../../src/domain/failure-bound';
import { subjectFailure } from '../../src/domain/reliability';
import type { ElectionRecord } from '../../src/schemas/certificate';

const elected = (task: string, given: Partial<ElectionRecord> = {}): ElectionRecord => ({
  task,
  kind: 'code',
  status: 'elected',
  margin: 3,
  lead: 3,
  votes: 3,
  votesForWinner: 3,
  redFlags: {},
  ...given,
});

const exhausted = (task: string, given: Partial<ElectionRecord> = {}): ElectionRecord =>
  elected(task, { status: 'exhausted', lead: 1, votes: 9, votesForWinner: 0, ...given });

describe('reliedOn', () => {
  it.each<[string, readonly ElectionRecord[], readonly number[]]>([
    ['every code election of a run without detours', [elected('a/b'), elected('a')], [0, 1]],
    [
      'no election on size or plan',
      [elected('a', { kind: 'size' }), elected('a', { kind: 'plan' })],
      [],
    ],
    ['no exhausted election', [exhausted('a')], []],
    ['the last election of a task', [exhausted('a'), elected('a')], [1]],
    ['nothing of a task whose last election exhausted', [elected('a'), exhausted('a')], []],
    [
      'only the children of the last decomposition',
      [elected('a/b'), elected('a/c'), exhausted('a'), elected('a/b@2'), elected('a')],
      [3, 4],
    ],
    ['only the last attempt at the whole', [elected('a/b'), elected('a'), elected('a@2')], [2]],
    [
      'a later plan as a later attempt, before any of its code',
      [elected('a/b'), elected('a/c@2', { kind: 'plan' }), elected('a')],
      [2],
    ],
    [
      'attempts of each parent by themselves',
      [elected('a/b@2/x'), elected('a/b@2'), elected('a/c@2'), elected('a')],
      [0, 1, 2, 3],
    ],
  ])('keeps %s', (_, history, kept) => {
    expect(reliedOn(history)).toEqual(kept.map((index) => history[index]));
  });
});

describe('reliedOn, of the tasks that a result is made of', () => {
  it('keeps the last election of each that has a winner, and nothing of a replaced part', () => {
    const history = [
      elected('a/b'),
      elected('a/c'),
      elected('a'),
      elected('a/c~2', { replaces: 'a/c' }),
      exhausted('a'),
    ];
    expect(reliedOn(history, ['a/b', 'a/c~2', 'a'])).toEqual([0, 3, 2].map((at) => history[at]));
  });
});

describe('measuredErrorRate', () => {
  it('counts votes on code only', () => {
    const history = [elected('a'), elected('a', { votes: 9, votesForWinner: 6 })];
    const others = [elected('a', { kind: 'size', votes: 5, votesForWinner: 4 })];
    expect(measuredErrorRate([...history, ...others])).toEqual(measuredErrorRate(history));
  });

  it('is raised by exhausted elections', () => {
    const history = [elected('a'), elected('b'), elected('c')];
    const raised = measuredErrorRate([...history, exhausted('d')]);
    expect(raised.estimate).toBeGreaterThan(measuredErrorRate(history).estimate);
  });
});

describe('measuredErrorRate, after a repair', () => {
  const before = [elected('a/b', { votes: 4 }), elected('a/c'), elected('a')];
  const anew = elected('a/b~2', { replaces: 'a/b' });

  it('counts the votes for a winner that was replaced as wrong, and the others of its election as right', () => {
    const refuted = errorRateOfElections([
      { votes: 4, difference: 2, wrong: 3 },
      ...[1, 2, 3].map(() => ({ votes: 3, difference: 3 })),
    ]);
    expect(measuredErrorRate([...before, anew])).toEqual(refuted);
    const unharmed = measuredErrorRate([...before, { ...elected('a/b~2') }]);
    expect(refuted.estimate).toBeGreaterThan(unharmed.estimate);
    expect(errorRatesOf([...before, anew]).code).toMatchObject(refuted);
  });

  it('counts those of the last winner of the task alone, though its own re-election has none', () => {
    const first = elected('a', { votes: 9, votesForWinner: 6 });
    const last = elected('a');
    expect(measuredErrorRate([first, last, exhausted('a', { replaces: 'a' })])).toEqual(
      errorRateOfElections([
        { votes: 9, difference: 3 },
        { votes: 3, difference: 3, wrong: 3 },
        { votes: 9, difference: 1 },
      ]),
    );
  });
});

describe('failureBound', () => {
  it('is the odds of ruin at the final lead, which may exceed the margin', () => {
    const bound = failureBound([elected('a', { lead: 5, votes: 5, votesForWinner: 5 })], 0.2);
    expect(bound).toBeCloseTo(0.2 ** 5 / (0.2 ** 5 + 0.8 ** 5), 12);
  });

  it('adds up over the elections, and grows with the error rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0.001, max: 0.499, noNaN: true }),
        (leads, high) => {
          const relied = leads.map((lead) =>
            elected('a', { lead, votes: lead, votesForWinner: lead }),
          );
          const sum = leads
            .map((margin) => subjectFailure({ accuracy: 1 - high, margin }))
            .reduce((a, b) => a + b, 0);
          expect(failureBound(relied, high)).toBeCloseTo(Math.min(1, sum), 12);
          expect(failureBound(relied, high)).toBeGreaterThanOrEqual(failureBound(relied, high / 2));
        },
      ),
    );
  });

  it('judges an election by its own votes where they disagreed more', () => {
    const hard = elected('a', { votes: 11, votesForWinner: 7 });
    expect(harderAmong([hard], 0.1)).toEqual(new Map([[hard, 1]]));
    expect(failureBound([hard], 0.1)).toBeCloseTo(4 ** 3 / (4 ** 3 + 7 ** 3), 12);
  });

  it('lets some of many steps go long by chance, and judges only those beyond it by their own votes', () => {
    const step = (dissent: number, repeats: number): ElectionRecord =>
      elected('steps', {
        kind: 'step',
        votes: 3 + 2 * dissent,
        votesForWinner: 3 + dissent,
        repeats,
      });
    const [easy, once, twice] = [step(0, 9_700), step(1, 290), step(2, 10)];
    const plain = 10_000 * subjectFailure({ accuracy: 0.99, margin: 3 });
    expect(failureBound([easy, once, twice], 0.01)).toBeCloseTo(plain, 12);
    const hard = step(8, 4);
    expect(harderAmong([easy, once, twice, hard], 0.01)).toEqual(new Map([[hard, 4]]));
    const own = subjectFailure({ accuracy: 11 / 19, margin: 3 });
    expect(failureBound([easy, once, twice, hard], 0.01)).toBeCloseTo(
      Math.min(1, plain + 4 * own),
      12,
    );
  });

  it.each([
    ['no election', [], 0.01],
    ['votes that may be wrong half the time', [elected('a')], 0.5],
    ['a winner without a majority', [elected('a', { votes: 9, votesForWinner: 4 })], 0.01],
    ['a winner without a lead', [elected('a', { lead: 0 })], 0.01],
    ['a winner without votes', [elected('a', { votes: 0, votesForWinner: 0 })], 0.01],
  ])('claims nothing from %s', (_, relied, high) => {
    expect(failureBound(relied, high)).toBe(1);
  });
});

describe('countElections', () => {
  const step = (votes: number): ElectionRecord =>
    elected('steps', { kind: 'step', votes, votesForWinner: (votes + 3) / 2 });

  it('counts elections that went alike as if each had a record of its own', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), (easy, hard) => {
        const apart = [...Array<number>(easy + 1).fill(3), ...Array<number>(hard + 1).fill(5)].map(
          step,
        );
        const together = [
          { ...step(3), repeats: easy + 1 },
          { ...step(5), repeats: hard + 1 },
        ];
        expect(reliedOn(together)).toEqual(together);
        expect(countElections(together)).toBe(countElections(apart));
        expect(measuredErrorRate(together)).toEqual(measuredErrorRate(apart));
        expect(failureBound(together, 0.1)).toBeCloseTo(failureBound(apart, 0.1), 12);
      }),
    );
  });
});
