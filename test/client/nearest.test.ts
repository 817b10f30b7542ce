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

  it.each([
    ['colour', 'colour'],
    ['nothing', ''],
    ['a pasted text', 'x'.repeat(10_000)],
  ])('knows nothing near %s', (_what, typed) => {
    expect(nearest(typed, known)).toBeUndefined();
  });

  it('knows nothing near when nothing is known', () => {
    expect(nearest('name', [])).toBeUndefined();
  });
});
