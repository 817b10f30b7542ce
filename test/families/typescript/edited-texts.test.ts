import * as fc from 'fast-check';
import { editedTexts } from '../../../src/families/typescript/edited-texts';

const sample = (texts: readonly string[]) =>
  fc.sample(editedTexts(texts), { seed: 7, numRuns: 400 });

describe('editedTexts', () => {
  it('makes texts of the known pieces alone', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), (texts) => {
        const all = texts.join('');
        const known = new Set(all.toLowerCase() + all.toUpperCase());
        return fc
          .sample(editedTexts(texts), { seed: 1, numRuns: 20 })
          .every((text) => Array.from(text).every((letter) => known.has(letter)));
      }),
    );
  });

  it('brings signs together, at either end too, leaves pieces out, and changes their letters', () => {
    const made = sample(['a,"b,c",d']);
    expect(made).toEqual(
      expect.arrayContaining([
        expect.stringContaining('""'),
        expect.stringContaining(',,'),
        expect.stringMatching(/^[,"]/),
        expect.stringContaining('B'),
        expect.stringMatching(/^.{8}$/),
      ]),
    );
  });

  it('edits the letters of a text that is one word', () => {
    expect(sample(['cat'])).toEqual(expect.arrayContaining(['caat', 'ca', 'act', 'cAt']));
  });

  it('has nothing but the empty text to edit where no other is known', () => {
    expect(new Set(sample(['']))).toEqual(new Set(['']));
  });
});
