import fc from 'fast-check';
import { patternGrammar } from '../../../src/dev/model/pattern-grammar';
import { grammarRegExp } from './grammar-regexp';

describe('patternGrammar', () => {
  it.each([
    '^[A-Za-z_][A-Za-z0-9_]{0,63}$',
    '^\\d{4}-\\d\\d$',
    '^(?:yes|no)$',
    '^v(\\d+)(\\.\\d+)?$',
    '^[\\w.-]+@[a-z]{2,}$',
    '^a b*$',
  ])('says the same as %s', (pattern) => {
    const grammar = grammarRegExp(`root ::= ${patternGrammar(pattern) ?? ''}`);
    const expected = new RegExp(pattern);
    const texts = fc.oneof(fc.stringMatching(expected), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(texts, (text) => {
        expect(grammar.test(text)).toBe(expected.test(text));
      }),
    );
  });

  it.each([
    '[a-z]',
    '^a|b$',
    '^(?=a)b$',
    '^[^"]*$',
    '^.*$',
    '^"$',
    '^\\s$',
    '^a*?$',
    '^\\\\$',
    '^[\\\\]$',
  ])('leaves %s to the parser', (pattern) => {
    expect(patternGrammar(pattern)).toBeUndefined();
  });
});
