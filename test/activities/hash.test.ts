import fc from 'fast-check';
import { hashOf, hashOfText } from '../../src/activities/hash';

describe('hashOf', () => {
  it('is the SHA-256 of the canonical text', () => {
    expect(hashOf('')).toBe(hashOfText('""'));
    expect(hashOf({ b: 1, a: 2 })).toBe(hashOfText('{"a":2,"b":1}'));
  });

  it('names equal values alike', () => {
    expect(hashOf({ b: [1, { d: 1, c: 2 }], a: '' })).toBe(
      hashOf({ a: '', b: [1, { c: 2, d: 1 }] }),
    );
  });
});

describe('hashOfText', () => {
  it('agrees with the published value for "abc"', () => {
    expect(hashOfText('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is 64 lowercase hexadecimal digits, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(hashOfText(text)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });
});
