import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../nearest';
import { fault, quote, type SpecFault } from './fault';
import { EXPECTED, Header, PLANNED_FAMILIES } from './header-schema';

type Path = readonly (string | number)[];

/** A header that was read, and where each of its fields stands in the file. */
export interface ReadHeader {
  readonly header: Header;
  readonly lineOf: (path: Path) => number;
}

/**
 * Reads the YAML between the two `---` lines; `firstLine` is the line of the file on which it begins.
 * Every fault is found, not only the first; a fault in the YAML itself hides those in its fields.
 */
export function readHeader(yaml: string, firstLine: number): ReadHeader | readonly SpecFault[] {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1;
  const broken = document.errors.map((error) => notYaml(lineAt(error.pos[0]), error.message));
  if (broken.length > 0) return broken;
  const lineOf = (path: Path): number => {
    const offset = offsetOf(document, path);
    return offset === undefined ? firstLine - 1 : lineAt(offset);
  };
  const read = toPlain(document);
  if ('unreadable' in read) return [notYaml(firstLine, read.unreadable)];
  if (!isMap(document.contents)) return [notFields(firstLine, read.plain)];
  const checked = Header.safeParse(read.plain);
  if (checked.success) return { header: checked.data, lineOf };
  return checked.error.issues.flatMap((issue) => faultsOf(issue, read.plain, lineOf));
}

/** Writes a path as users read it: ['examples', 1, 'returns'] is 'examples[1].returns'. */
function fieldOf(path: Path): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`))
    .join('');
}

function toPlain(
  document: Document,
): { readonly plain: unknown } | { readonly unreadable: string } {
  try {
    return { plain: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

function notYaml(line: number, message: string): SpecFault {
  return fault(line, null, {
    found: `a header that is not YAML (${message})`,
    expected: 'YAML between two --- lines',
  });
}

function notFields(line: number, plain: unknown): SpecFault {
  const found =
    plain === null || plain === undefined ? 'an empty header' : `the header ${quote(plain)}`;
  return fault(line, null, { found, expected: 'at least the fields name, family and entry' });
}

function faultsOf(
  issue: z.core.$ZodIssue,
  plain: unknown,
  lineOf: ReadHeader['lineOf'],
): SpecFault[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField([...path, key], plain, lineOf));
  }
  const known = longestKnown(path);
  const value = valueAt(plain, path);
  const expected = path[0] === 'family' ? families(value) : (EXPECTED[known] ?? issue.message);
  return [fault(lineOf(path), fieldOf(path), { found: quote(value), expected })];
}

function unknownField(path: Path, plain: unknown, lineOf: ReadHeader['lineOf']): SpecFault {
  const known = fieldsBeside(path);
  const typed = String(path.at(-1));
  const meant = nearest(typed, known);
  const suggestion = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  const expected = `only the fields ${known.join(', ')}${suggestion}`;
  const found = `an unknown field with ${quote(valueAt(plain, path))}`;
  return fault(lineOf(path), fieldOf(path), { found, expected });
}

function families(found: unknown): string {
  const planned = typeof found === 'string' && PLANNED_FAMILIES.includes(found);
  return `${EXPECTED['family'] ?? ''}${planned ? ` (${found} is planned, but does not exist yet)` : ''}`;
}

/** Field names that are allowed where the last key of `path` stands. */
function fieldsBeside(path: Path): string[] {
  const parent = pattern(path.slice(0, -1));
  const prefix = parent === '' ? '' : `${parent}.`;
  return Object.keys(EXPECTED)
    .filter((key) => key.startsWith(prefix) && !/[.[]/.test(key.slice(prefix.length)))
    .map((key) => key.slice(prefix.length));
}

/** The most precise entry of EXPECTED for `path`: what stands inside `returns` is told as `returns`. */
function longestKnown(path: Path): string {
  for (let length = path.length; length > 0; length--) {
    const key = pattern(path.slice(0, length));
    if (key in EXPECTED) return key;
  }
  return '';
}

function pattern(path: Path): string {
  return fieldOf(path).replace(/\[\d+\]/g, '[]');
}

function valueAt(plain: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    plain,
  );
}

/** Where the field stands, or the nearest thing around it when it is missing. */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isNode(item.key) && String(item.key) === key)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}
