import { type ClassHint, type Hint, type Names, readHint } from './hints';
import { Unreadable } from './tokens';

/** What the text of `types` declares, by name, or what is wrong with it, with its line from 1. */
export type Declarations =
  { readonly names: Names } | { readonly line: number; readonly fault: string };

/**
 * Reads declarations of types: dataclasses, TypedDicts, NamedTuples, enums, exceptions and aliases, with no methods. Imports
 * of what such declarations need are allowed, and not needed.
 */
export function readDeclarations(types: string): Declarations {
  const names = new Map<string, Hint>();
  const blocks = blocksOf(types);
  for (const { line, head, body } of blocks) {
    try {
      const declared = declarationOf(head, body, names);
      if (declared) names.set(...declared);
    } catch (error) {
      if (error instanceof Unreadable) return { line, fault: error.message };
      throw error;
    }
  }
  return { names };
}

/** A logical line that is not indented, with its decorators, and the indented ones below it. */
interface Block {
  readonly line: number;
  readonly head: string;
  readonly body: readonly string[];
}

function blocksOf(types: string): readonly Block[] {
  const blocks: { line: number; head: string; body: string[] }[] = [];
  for (const { line, text } of logicalLines(types)) {
    const last = blocks.at(-1);
    if (/^\s/.test(text) && last) last.body.push(text.trim());
    else if (
      last?.head.startsWith('@') === true &&
      last.body.length === 0 &&
      !last.head.includes('\n')
    )
      last.head = `${last.head}\n${text}`;
    else blocks.push({ line, head: text, body: [] });
  }
  return blocks;
}

/** Lines joined where a bracket is open, without comments on lines of their own and without documentation. */
function logicalLines(types: string): readonly { readonly line: number; readonly text: string }[] {
  const lines: { line: number; text: string }[] = [];
  let open = 0;
  const withoutTexts = types.replace(/^\s+("""|''')[^]*?\1[ \t]*$/gm, (text) =>
    text.replace(/[^\n]/g, ''),
  );
  for (const [index, text] of withoutTexts.split('\n').entries()) {
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    const last = lines.at(-1);
    if (open > 0 && last) last.text += ` ${text.trim()}`;
    else lines.push({ line: index + 1, text });
    open += (text.match(/[([{]/g) ?? []).length - (text.match(/[)\]}]/g) ?? []).length;
  }
  return lines;
}

const IMPORT =
  /^(?:from (?:dataclasses|typing|enum|collections|collections\.abc|decimal|fractions|datetime|__future__) import [\w, ()]+|import (?:dataclasses|typing|enum))$/;

function declarationOf(
  head: string,
  body: readonly string[],
  names: Names,
): readonly [string, Hint] | undefined {
  if (IMPORT.test(head)) return undefined;
  const isDataclass = /^@(?:dataclasses\.)?dataclass(?:\([\w\s=,]*\))?\n/.test(head);
  const [, name, bases = ''] =
    /^class ([A-Za-z_]\w*)\s*(?:\(([^)]*)\))?:\s*(?:pass|\.\.\.)?$/.exec(
      head.replace(/^@.*\n/, ''),
    ) ?? [];
  if (name !== undefined) return [name, classOf({ name, bases, isDataclass, body, names })];
  const [, alias, written] =
    /^([A-Za-z_]\w*)\s*(?::\s*(?:typing\.)?TypeAlias\s*)?=\s*([^]+)$/.exec(head) ?? [];
  if (alias === undefined || written === undefined || body.length > 0)
    throw new Unreadable(
      `found '${head.slice(0, 60)}', expected a dataclass, TypedDict, NamedTuple, Enum, exception or alias`,
    );
  return [alias, readHint(written, names)];
}

const BASES: Readonly<Record<string, ClassHint['form']>> = {
  TypedDict: 'TypedDict',
  NamedTuple: 'NamedTuple',
  Enum: 'Enum',
  IntEnum: 'Enum',
  StrEnum: 'Enum',
};

function classOf({
  name,
  bases,
  isDataclass,
  body,
  names,
}: {
  readonly name: string;
  readonly bases: string;
  readonly isDataclass: boolean;
  readonly body: readonly string[];
  readonly names: Names;
}): Hint {
  const parts = bases.split(',').map((base) => base.trim().replace(/^.*\./, ''));
  const known = parts.map((base) => BASES[base]).find((form) => form !== undefined);
  const form = known ?? (isDataclass ? 'dataclass' : parts.some(isError) ? 'Exception' : undefined);
  if (form === undefined)
    throw new Unreadable(
      `found the class ${name}, expected a dataclass, TypedDict, NamedTuple, Enum or exception`,
    );
  const lines = body.filter((line) => line !== 'pass' && line !== '...' && !/^["']/.test(line));
  if (form === 'Enum') return { ...EMPTY, name, form, members: lines.map(memberOf) };
  // A class may name itself: of such a type there are only shallow values.
  const own = new Map<string, Hint>([...names, [name, { kind: 'any' }]]);
  const fields = lines.map((line) => fieldOf(line, own));
  const isPartial = /\btotal\s*=\s*False\b/.test(bases);
  return {
    ...EMPTY,
    name,
    form,
    fields: Object.fromEntries(fields),
    optional: isPartial ? fields.map(([field]) => field) : [],
  };
}

const EMPTY = { kind: 'class', fields: {}, optional: [], members: [] } as const;

const isError = (base: string) => /(?:Error|Exception)$/.test(base);

function memberOf(line: string): string {
  const member = /^([A-Za-z_]\w*)\s*=\s*\S/.exec(line)?.[1];
  if (member === undefined)
    throw new Unreadable(`found '${line.slice(0, 60)}', expected NAME = value`);
  return member;
}

function fieldOf(line: string, names: Names): readonly [string, Hint] {
  const [, name, hint] = /^([A-Za-z_]\w*)\s*:\s*([^=]+?)\s*(?:=.*)?$/.exec(line) ?? [];
  if (name === undefined || hint === undefined)
    throw new Unreadable(`found '${line.slice(0, 60)}', expected name: type, and no methods`);
  return [name, readHint(hint, names)];
}
