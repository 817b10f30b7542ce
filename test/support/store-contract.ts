import fc from 'fast-check';
import type { Store } from '../../src/activities/ports/store';
import type { Json } from '../../src/schemas/hash';

const anyJson = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }) as fc.Arbitrary<Json>;

const AWKWARD: readonly (readonly [string, Json])[] = [
  ['keys that a database gives a meaning', { $set: { 'a.b': 1, '': 2, _id: 3, $oid: 'x' } }],
  ['a key __proto__', JSON.parse('{"__proto__":{"a":1}}') as Json],
  ['a NUL and a lone surrogate', ['\0', 'a\0b', { 'k\0': '\ud800' }]],
  ['numbers at the edges', [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, 1.5, -1e-7, 0.1 + 0.2]],
  ['a bare null', null],
  ['a bare text', 'text'],
  ['nothing at all', {}],
  ['a list of lists', [[], [[]], [{}]]],
  ['a deep value', JSON.parse('['.repeat(500) + ']'.repeat(500)) as Json],
];

/** Claims that hold for every Store; `store` is asked for when a test runs. */
// eslint-disable-next-line jest/no-export -- the claims run where they are imported, against each store in turn
export function describeStore(store: () => Store): void {
  describe('put and get', () => {
    it.each(AWKWARD)('give back %s exactly', async (_, value) => {
      expect(await store().get(await store().put(value))).toStrictEqual(value);
    });

    it('give back any JSON value', async () => {
      await fc.assert(
        fc.asyncProperty(anyJson, async (value) => {
          const expected: unknown = JSON.parse(JSON.stringify(value));
          expect(await store().get(await store().put(value))).toEqual(expected);
        }),
        { numRuns: 30 },
      );
    });

    it('name a value by its content, however often and in whatever order it is put', async () => {
      const hash = await store().put({ a: 1, b: [2] });
      const again = await Promise.all([
        store().put({ b: [2], a: 1 }),
        store().put({ a: 1, b: [2] }),
      ]);

      expect(again).toEqual([hash, hash]);
      expect(await store().put({ a: 1, b: [3] })).not.toBe(hash);
    });

    it('keep ten megabytes', async () => {
      const value = { text: 'é"\\\n'.repeat(1_250_000) };
      const read = (await store().get(await store().put(value))) as typeof value;

      // Not toEqual: a difference of ten megabytes would be printed.
      expect(read.text === value.text).toBe(true);
    });

    it('say that an artifact is missing, and what to do', async () => {
      await expect(store().get('0'.repeat(64))).rejects.toMatchObject({
        type: 'store.artifact-missing',
        nonRetryable: true,
        message: expect.stringMatching(/no artifact 0{64}.*MONGODB_URI/),
      });
    });

    it('do not let a caller change what is stored', async () => {
      const value = { list: [1] };
      const hash = await store().put(value);
      value.list.push(2);
      ((await store().get(hash)) as typeof value).list.push(3);

      expect(await store().get(hash)).toEqual({ list: [1] });
    });

    it('refuse what is no JSON', async () => {
      await expect(store().put(new Date() as unknown as Json)).rejects.toThrow(TypeError);
    });
  });

  describe('record and find', () => {
    it('let the first write win, and return what stands', async () => {
      expect(await store().record('run/1:first', { n: 1 })).toEqual({ n: 1 });
      expect(await store().record('run/1:first', { n: 2 })).toEqual({ n: 1 });
      expect(await store().find('run/1:first')).toEqual({ n: 1 });
    });

    it('agree on one winner among many writers', async () => {
      const values = await Promise.all(
        Array.from({ length: 8 }, (_, n) => store().record('run/1:race', n)),
      );

      expect(new Set(values).size).toBe(1);
      expect(await store().find('run/1:race')).toBe(values[0]);
    });

    it('find nothing where nothing was recorded, and tell it from null', async () => {
      expect(await store().find('run/1:absent')).toBeUndefined();
      expect(await store().record('run/1:nil', null)).toBeNull();
      expect(await store().record('run/1:nil', 1)).toBeNull();
      expect(await store().find('run/1:nil')).toBeNull();
    });

    it.each(AWKWARD)('give back %s exactly', async (name, value) => {
      expect(await store().record(`awkward:${name}`, value)).toStrictEqual(value);
      expect(await store().find(`awkward:${name}`)).toStrictEqual(value);
    });

    it('tell ids apart that differ in one letter, case or mark', async () => {
      const ids = ['id:a', 'id:A', 'id:á', 'id:a ', 'id:$a', 'id:a.b'];
      for (const id of ids) await store().record(id, id);

      expect(await Promise.all(ids.map((id) => store().find(id)))).toEqual(ids);
    });
  });
}
