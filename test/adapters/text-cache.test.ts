import fc from 'fast-check';
import { TextCache } from '../../src/adapters/text-cache';

describe('TextCache', () => {
  it('forgets what was not used for longest', () => {
    const cache = new TextCache(4);
    cache.set('a', '11');
    cache.set('b', '22');
    cache.get('a');
    cache.set('c', '33');

    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['11', undefined, '33']);
  });

  it('keeps no text that is too long by itself, and forgets what stood there', () => {
    const cache = new TextCache(4);
    cache.set('a', '11');
    cache.set('b', '22');
    cache.set('a', '12345');

    expect(['a', 'b'].map((key) => cache.get(key))).toEqual([undefined, '22']);
  });

  it('returns the latest text or none, and never holds more than it may', () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const sets = fc.array(fc.record({ key: fc.constantFrom(...keys), text: fc.string() }));
    fc.assert(
      fc.property(sets, fc.nat(30), (all, maxLength) => {
        const cache = new TextCache(maxLength);
        const latest = new Map<string, string>();
        for (const { key, text } of all) {
          cache.set(key, text);
          latest.set(key, text);
        }
        const held = keys.filter((key) => cache.get(key) !== undefined);
        for (const key of held) expect(cache.get(key)).toBe(latest.get(key));
        expect(
          held.reduce((sum, key) => sum + (latest.get(key)?.length ?? 0), 0),
        ).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});
