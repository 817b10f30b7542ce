import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../nearest';
import { fault, quote, type SpecFault } from './fault';
import { type Header, headerForm, type HeaderForm } from './header-schema';

type Path = readonly (string | number)[];

/** A header that was read, and where each of its fields stands in the file. */
export interface ReadHeader {
  readonly header: Header;
  readonly lineOf: (path: Path) => number;
}

/** All that is wrong with a header, and whether a spec that begins like it needs prose. */
export interface HeaderFaults {
  readonly faults: readonly SpecFault[];
  readonly needsProse: boolean;
}

/**
 * Reads the YAML between the two `---` lines; `firstLine` is the line of the file on which it begins.
 * Every fault is found, not only the first; a fault in the YAML itself hides those in its fields.
 */
export function readHeader(yaml: string, firstLine: number): ReadHeader | HeaderFaults {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1;
  const broken = document.errors.map((error) => notYaml(lineAt(error.pos[0]), error.message));
  if (broken.length > 0) return { faults: broken, needsProse: true };
  const lineOf = (path: Path): number => {
    const offset = offsetOf(document, path);
    return offset === undefined ? firstLine - 1 : lineAt(offset);
  };
  const read = toPlain(document);
  if ('unreadable' in read)
    return { faults: [notYaml(firstLine, read.unreadable)], needsProse: true };
  if (!isMap(document.contents))
    return { faults: [notFields(firstLine, read.plain)], needsProse: true };
  const form = headerForm(valueAt(read.plain, ['family']));
  const checked = form.schema.safeParse(read.plain);
  if (checked.success) return { header: checked.data, lineOf };
  const around = { plain: read.plain, expected: form.expected, lineOf };
  const faults = checked.error.issues.flatMap((issue) => faultsOf(issue, around));
  return { faults, needsProse: form.needsProse };
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

/** What a fault is told with. */
interface Around {
  readonly plain: unknown;
  readonly expected: HeaderForm['expected'];
  readonly lineOf: ReadHeader['lineOf'];
}

function faultsOf(issue: z.core.$ZodIssue, around: Around): SpecFault[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField([...path, key], around));
  }
  const { plain, lineOf } = around;
  const value = valueAt(plain, path);
  const expected = longestKnown(path, around.expected) ?? issue.message;
  return [fault(lineOf(path), fieldOf(path), { found: quote(value), expected })];
}

function unknownField(path: Path, { plain, expected, lineOf }: Around): SpecFault {
  const known = fieldsBeside(path, expected);
  const typed = String(path.at(-1));
  const meant = nearest(typed, known);
  const suggestion = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return fault(lineOf(path), fieldOf(path), {
    found: `an unknown field with ${quote(valueAt(plain, path))}`,
    expected: `only the fields ${known.join(', ')}${suggestion}`,
  });
}

/** Field names that are allowed where the last key of `path` stands. */
function fieldsBeside(path: Path, expected: HeaderForm['expected']): string[] {
  const parent = pattern(path.slice(0, -1));
  const prefix = parent === '' ? '' : `${parent}.`;
  return Object.keys(expected)
    .filter((key) => key.startsWith(prefix) && !/[.[]/.test(key.slice(prefix.length)))
    .map((key) => key.slice(prefix.length));
}

/** The words for `path`, or for the longest part of it that has any: what stands inside `returns` is told as `returns`. */
function longestKnown(path: Path, expected: HeaderForm['expected']): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const words = expected[pattern(path.slice(0, length))];
    if (words !== undefined) return words;
  }
  return undefined;
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
