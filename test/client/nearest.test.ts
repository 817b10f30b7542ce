import { nearest } from '../../src/client/nearest';

describe('nearest', () => {
  const known = ['name', 'family', 'entry', 'examples', 'maxDepth'];

  it.each([
    ['famliy', 'family'],
    ['example', 'examples'],
    ['max_depth', 'maxDepth'],
    ['ENTRY', 'entry'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, known)).toBe(meant);
  });

  it.each(['colour', '', 'x'.repeat(10_000)])('knows nothing near "%.10s"', (typed) => {
    expect(nearest(typed, known)).toBeUndefined();
  });

  it('knows nothing near when nothing is known', () => {
    expect(nearest('name', [])).toBeUndefined();
  });
});
