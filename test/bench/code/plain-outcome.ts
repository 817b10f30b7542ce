/**
 * What a call came to, as both families tell it, in words that no language has to itself: equal for code in either language that
 * returns the same data and changes its arguments alike. Numbers are those of JSON, tuples are lists, and one error is
 * as good as another, for their classes have no counterparts.
 */
export function plainOutcome(outcome: string): string {
  if (outcome.startsWith('threw')) return 'threw';
  const [told = '', args] = outcome.replaceAll(PART, plainPart).split('; arguments became ');
  // Python's arguments come with those that have names, of which a plain call has none.
  return args === undefined
    ? told
    : `${told}; arguments became ${args.replace(/^\[(.*),\{\}\]$/, '$1')}`;
}

/** A text, a number, a name or a bracket of a tuple. */
const PART = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?\b[A-Za-z]+\b|[()]/g;

function plainPart(part: string): string {
  if (part.startsWith('"')) return JSON.stringify(JSON.parse(part));
  if (/\d/.test(part)) return String(Number(part) + 0);
  return COUNTERPARTS[part] ?? part;
}

const COUNTERPARTS: Readonly<Record<string, string>> = {
  '(': '[',
  ')': ']',
  None: 'null',
  undefined: 'null',
  True: 'true',
  False: 'false',
  nan: 'NaN',
  inf: 'Infinity',
  '-inf': '-Infinity',
};
