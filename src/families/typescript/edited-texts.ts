import * as fc from 'fast-check';

/**
 * Texts that differ from known ones by one or two small edits, as a careful tester makes them: a piece written twice, left
 * out, moved, in other letters, or in another's place. Known signs come together in these as they do in no recombination
 * of words. What is put in is a piece of them, or one of `others`.
 */
export function editedTexts(
  texts: readonly string[],
  others: readonly string[] = [],
): fc.Arbitrary<string> {
  const known = texts.filter((text) => text !== '');
  if (known.length === 0) return fc.constant('');
  const pool = fc.constantFrom(...new Set([...known.flatMap(piecesOf), ...others]));
  const edits = fc.array(fc.tuple(fc.constantFrom(...EDITS), fc.nat(MOST_PIECES), pool), {
    minLength: 1,
    maxLength: 2,
  });
  return fc
    .tuple(fc.constantFrom(...known), edits)
    .map(([text, chosen]) =>
      chosen
        .reduce<readonly string[]>(
          (pieces, [edit, place, other]) =>
            pieces.length === 0 ? [other] : edit(pieces, place % pieces.length, other),
          piecesOf(text),
        )
        .join(''),
    );
}

const MOST_PIECES = 1_000;

type Edit = (pieces: readonly string[], at: number, other: string) => readonly string[];

const EDITS: readonly Edit[] = [
  (pieces, at) => pieces.toSpliced(at, 0, pieces[at] ?? ''),
  (pieces, at) => pieces.toSpliced(at, 1),
  (pieces, at, other) => pieces.toSpliced(at, 0, other),
  (pieces, at, other) => pieces.with(at, other),
  (pieces, at) => [...pieces.slice(0, at).reverse(), ...pieces.slice(at)],
  (pieces, at) => pieces.with(at, inOtherCase(pieces[at] ?? '')),
];

/** Words and single signs; of a text that is one word its letters. */
function piecesOf(text: string): readonly string[] {
  const pieces = text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu) ?? [];
  return pieces.length > 1 ? pieces : Array.from(text);
}

function inOtherCase(text: string): string {
  const upper = text.toUpperCase();
  return text === upper ? text.toLowerCase() : upper;
}
