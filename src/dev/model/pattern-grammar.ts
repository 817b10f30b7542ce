/**
 * The GBNF of an anchored regular expression made of literals, character classes, groups, alternatives and
 * quantifiers; undefined for any other, and for one that could match a quote, a backslash or a control character,
 * which stand escaped in JSON.
 */
export function patternGrammar(pattern: string): string | undefined {
  const body = /^\^(.*)\$$/s.exec(pattern)?.[1];
  if (body === undefined || hasLooseAlternatives(body)) return undefined;
  const parts: string[] = [];
  let rest = body;
  while (rest !== '') {
    const piece = PIECES.map(({ shape, toGrammar }) => {
      const match = shape.exec(rest);
      return match === null ? undefined : { length: match[0].length, text: toGrammar(match[0]) };
    }).find((found) => found !== undefined);
    if (piece === undefined) return undefined;
    parts.push(piece.text);
    rest = rest.slice(piece.length);
  }
  return `(${parts.join(' ')})`.replaceAll(/ (?=[?*+{])/g, '');
}

/** `^a|b$` anchors only the outer ends: not what a whole string has to be. */
function hasLooseAlternatives(body: string): boolean {
  let depth = 0;
  for (const sign of body.replaceAll(/\\.|\[[^\]]*\]/gs, '')) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === '|' && depth === 0) return true;
  }
  return false;
}

const PIECES: readonly { readonly shape: RegExp; readonly toGrammar: (text: string) => string }[] =
  [
    { shape: /^\\d/, toGrammar: () => '[0-9]' },
    { shape: /^\\w/, toGrammar: () => '[A-Za-z0-9_]' },
    { shape: /^\\[.+*?()[\]{}|$^/-]/, toGrammar: (text) => `"${text.slice(1)}"` },
    {
      shape: /^\[(?!\^)(?:[A-Za-z0-9_ .,:;$@#%&=+!?*()/<>-]|\\[dw])+\]/,
      toGrammar: (text) => text.replaceAll('\\d', '0-9').replaceAll('\\w', 'A-Za-z0-9_'),
    },
    { shape: /^\(\?:/, toGrammar: () => '(' },
    { shape: /^\((?!\?)/, toGrammar: () => '(' },
    { shape: /^[)|]/, toGrammar: (text) => text },
    { shape: /^(?:[?*+]|\{\d{1,3}(?:,\d{0,3})?\})(?![?+])/, toGrammar: (text) => text },
    { shape: /^[A-Za-z0-9_ ,:;@#%&=!/<>'~`-]/, toGrammar: (text) => `"${text}"` },
  ];
