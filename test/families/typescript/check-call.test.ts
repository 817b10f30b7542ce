import { checkCall } from '../../../src/families/typescript/check-call';
import { contractOf, TEXT_STATS } from './contracts';

const POINTS = contractOf(
  'reach(points: Point[], from?: Map<string, number>): number | undefined',
  {
    types: 'interface Point { x: number; label?: string }',
  },
);

describe('checkCall', () => {
  it.each([
    ['textStats("a bb a")', TEXT_STATS],
    ["textStats('');", TEXT_STATS],
    ['reach([])', POINTS],
    ['reach([{ x: -1.5, label: `b` }, { "x": NaN }])', POINTS],
    ['reach([{ x: Infinity }], new Map([["a", 1]]))', POINTS],
    ['reach([], undefined)', POINTS],
  ])('finds nothing wrong with %s', (call, contract) => {
    expect(checkCall(contract, call)).toBeNull();
  });

  it.each([
    ['other("a")', 'expected one call of textStats'],
    ['textStats("a"); textStats("b")', 'expected one call of textStats'],
    ['textStats("a").words', 'expected one call of textStats'],
    ['textStats(', 'expected one call of textStats'],
    ['', 'expected one call of textStats'],
    ['textStats(5)', "Argument of type 'number'"],
    ['textStats()', 'Expected 1 arguments'],
    ['textStats(null)', "Argument of type 'null'"],
    ['textStats("a" + "b")', 'expected literals alone'],
    ['textStats(String(5))', 'expected literals alone'],
    ['textStats(process.env.HOME)', 'expected literals alone'],
    ['textStats(...["a"])', 'expected literals alone'],
    ['textStats((() => "a")())', 'expected literals alone'],
    ['textStats("a" as string)', 'expected literals alone'],
  ])('refuses %s', (call, fault) => {
    expect(checkCall(TEXT_STATS, call)).toContain(fault);
  });

  it.each(['reach([{ x: 1, __proto__: null }])', 'reach([{ get x() { return 1; } }])'])(
    'refuses what is no plain data: %s',
    (call) => {
      expect(checkCall(POINTS, call)).toContain('expected literals alone');
    },
  );

  it('judges a result by the signature, null standing for undefined as well', () => {
    expect(checkCall(POINTS, 'reach([])', 3)).toBeNull();
    expect(checkCall(POINTS, 'reach([])', null)).toBeNull();
    expect(checkCall(POINTS, 'reach([])', '3')).toContain('expected a value of type');
    expect(checkCall(TEXT_STATS, 'textStats("")', null)).toContain('found returns null');
  });
});
