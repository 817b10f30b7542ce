import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical-json';
import type { Json } from '../../src/schemas/hash';

const anyJson = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }) as fc.Arbitrary<Json>;

describe('canonicalJson', () => {
  it('gives the value back when parsed', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(withKeysReversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('gives distinct values distinct texts', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (one, other) => {
        const [a, b] = [one, other].map((value): unknown => JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(isDeepStrictEqual(a, b));
      }),
    );
  });

  it('orders keys by UTF-16 units and writes numbers as ECMAScript does, as in RFC 8785', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false],"\\u20ac":1,"\\r":2,"\\ud83d\\ude00":3,"\\ufb33":4,"1":5,"\\u0080":6,"\\u00f6":7}',
    ) as Json;
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":5,"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","\u0080":6,"ö":7,"€":1,"😀":3,"\ufb33":4}',
    );
  });

  it('keeps what a careless encoder loses', () => {
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
    expect(canonicalJson('\0')).toBe('"\\u0000"');
    expect(canonicalJson(JSON.parse('{"__proto__":1,"a.b":2,"$set":3}') as Json)).toBe(
      '{"$set":3,"__proto__":1,"a.b":2}',
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
  });

  it.each([
    ['NaN', Number.NaN, 'found NaN'],
    ['infinity', [Number.POSITIVE_INFINITY], 'found Infinity'],
    ['undefined', undefined, 'found undefined'],
    ['a hole in a list', [undefined], 'found undefined'],
    ['a date', { at: new Date(0) }, '[object Date]'],
    ['a map', new Map(), '[object Map]'],
    ['a bigint', 1n, 'found bigint'],
  ])('refuses %s', (_, value, found) => {
    expect(() => canonicalJson(value as Json)).toThrow(found);
  });
});

function withKeysReversed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withKeysReversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, withKeysReversed(member)]),
  );
}
