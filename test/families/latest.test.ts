import { rememberLatest } from '../../src/families/latest';

describe('rememberLatest', () => {
  it('makes each of the latest once, and the oldest anew', () => {
    const made: string[] = [];
    const lengthOf = rememberLatest(2, (key) => {
      made.push(key);
      return key.length;
    });
    expect(['a', 'bb', 'a', 'ccc', 'a', 'bb'].map(lengthOf)).toEqual([1, 2, 1, 3, 1, 2]);
    expect(made).toEqual(['a', 'bb', 'ccc', 'bb']);
  });

  it('does not remember what failed', () => {
    let fails = true;
    const make = rememberLatest(2, () => {
      if (fails) throw new Error('not yet');
      return 'made';
    });
    expect(() => make('a')).toThrow('not yet');
    fails = false;
    expect(make('a')).toBe('made');
  });
});
