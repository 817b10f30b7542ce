import type { Json } from '../../schemas/hash';
import type { Call, Data } from './data';
import type { ClassHint, Hint } from './hints';
import type { Parameter } from './signature';

/** What is wrong with the arguments of a call, as 'found …, expected …'; undefined when they fit. */
export function faultOfArguments(
  { args, keywords }: Call,
  parameters: readonly Parameter[],
): string | undefined {
  if (args.length > parameters.length)
    return `found ${args.length} arguments, expected at most ${parameters.length}`;
  const given = new Map<string, Data>(keywords);
  for (const [name] of keywords)
    if (!parameters.slice(args.length).some((parameter) => parameter.name === name))
      return `found the argument ${name}=, expected one of the parameters that is not given yet`;
  for (const [place, { name, hint, optional }] of parameters.entries()) {
    const data = args[place] ?? given.get(name);
    if (data === undefined && !optional) return `found no ${name}, expected ${hintText(hint)}`;
    if (data !== undefined && !fits(data, hint))
      return `found another type for ${name}, expected ${hintText(hint)}`;
  }
  return undefined;
}

/** Whether data may be a value of a type, as far as that can be seen without running it. */
function fits(data: Data, hint: Hint): boolean {
  if (data.kind === 'computed' || hint.kind === 'any') return true;
  if (hint.kind === 'union') return hint.options.some((option) => fits(data, option));
  if (data.kind === 'constant') return constantFits(data, hint);
  if (data.kind === 'member')
    return hint.kind === 'class' && hint.name === data.of && hint.members.includes(data.name);
  if (data.kind === 'call') return callFits(data, hint);
  return data.kind === 'dict' ? dictFits(data.entries, hint) : itemsFit(data, hint);
}

const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  int: ['int', 'bool'],
  float: ['float', 'int', 'bool'],
  complex: ['complex', 'float', 'int'],
};

function constantFits({ type, value }: Extract<Data, { kind: 'constant' }>, hint: Hint): boolean {
  if (hint.kind === 'literal') return hint.values.some((option) => option === value);
  if (hint.kind === 'scalar') return (ACCEPTED[hint.name] ?? [hint.name]).includes(type);
  return (
    (hint.kind === 'sequence' || hint.kind === 'iterator') &&
    type === 'str' &&
    fits({ kind: 'constant', type, value }, hint.item)
  );
}

function itemsFit(data: Extract<Data, { kind: 'list' | 'tuple' | 'set' }>, hint: Hint): boolean {
  if (hint.kind === 'tuple') {
    if (data.kind !== 'tuple') return false;
    const { items, item } = hint;
    if (items === null) return data.items.every((part) => fits(part, item ?? { kind: 'any' }));
    return (
      items.length === data.items.length && items.every((of, i) => fits(data.items[i] ?? data, of))
    );
  }
  if (!('item' in hint)) return false;
  const { item } = hint;
  const accepted = {
    list: ['list'],
    sequence: ['list', 'tuple'],
    iterator: ['list', 'tuple', 'set'],
    set: ['set'],
    frozenset: [],
    deque: [],
  };
  const kinds: readonly string[] = accepted[hint.kind];
  return kinds.includes(data.kind) && data.items.every((part) => fits(part, item));
}

function dictFits(entries: readonly (readonly [Data, Data])[], hint: Hint): boolean {
  if (hint.kind === 'dict')
    return entries.every(([key, value]) => fits(key, hint.key) && fits(value, hint.value));
  if (hint.kind !== 'class' || hint.form !== 'TypedDict') return false;
  const named = entries.map(
    ([key, value]) => [key.kind === 'constant' ? String(key.value) : '', value] as const,
  );
  return membersFit(named, hint, fits);
}

/** Constructors whose arguments are not looked into. */
const CONSTRUCTED: Readonly<Record<string, readonly string[]>> = {
  set: ['set'],
  frozenset: ['frozenset', 'set'],
  deque: ['deque'],
  range: ['sequence', 'iterator'],
};

function callFits({ name, args, keywords }: Call, hint: Hint): boolean {
  if (hint.kind === 'scalar')
    return (
      hint.name === name ||
      (name === 'datetime' && hint.name === 'date') ||
      (name === 'int' && hint.name === 'float')
    );
  if (hint.kind !== 'class') return CONSTRUCTED[name]?.includes(hint.kind) ?? name === hint.kind;
  if (hint.name !== name) return false;
  const names = Object.keys(hint.fields);
  const given = [...args.map((data, i) => [names[i] ?? '', data] as const), ...keywords];
  // Fields may have defaults, which is not looked into.
  return given.every(([field, data]) => {
    const of = hint.fields[field];
    return of !== undefined && fits(data, of);
  });
}

function membersFit<T>(
  members: readonly (readonly [string, T])[],
  { fields, optional }: ClassHint,
  isFitting: (value: T, hint: Hint) => boolean,
): boolean {
  const given = new Set(members.map(([name]) => name));
  return (
    Object.keys(fields).every((name) => given.has(name) || optional.includes(name)) &&
    members.every(([name, value]) => {
      const hint = fields[name];
      return hint !== undefined && isFitting(value, hint);
    })
  );
}

/** Whether an example's result, as JSON can carry it, may stand for a value of a type. */
export function fitsJson(value: Json, hint: Hint): boolean {
  switch (hint.kind) {
    case 'any':
      return true;
    case 'union':
      return hint.options.some((option) => fitsJson(value, option));
    case 'literal':
      return hint.values.some((option) => option === value);
    case 'scalar':
      return scalarFitsJson(value, hint.name);
    case 'dict':
      return isObject(value) && Object.values(value).every((part) => fitsJson(part, hint.value));
    case 'class':
      return classFitsJson(value, hint);
    case 'tuple':
      if (!Array.isArray(value)) return false;
      return hint.items === null
        ? value.every((part) => fitsJson(part as Json, hint.item ?? { kind: 'any' }))
        : value.length === hint.items.length &&
            hint.items.every((of, i) => fitsJson(value[i] as Json, of));
    default:
      return Array.isArray(value) && value.every((part) => fitsJson(part as Json, hint.item));
  }
}

function scalarFitsJson(value: Json, name: string): boolean {
  switch (name) {
    case 'None':
      return value === null;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'bytes':
    case 'bytearray':
      return Array.isArray(value);
    default:
      return typeof value === 'string';
  }
}

function classFitsJson(value: Json, hint: ClassHint): boolean {
  if (hint.form === 'Enum') return typeof value === 'string' || typeof value === 'number';
  if (hint.form === 'NamedTuple')
    return Array.isArray(value) && value.length === Object.keys(hint.fields).length;
  return isObject(value) && membersFit(Object.entries(value), hint, fitsJson);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A type as a message names it. */
export function hintText(hint: Hint): string {
  switch (hint.kind) {
    case 'scalar':
    case 'class':
      return hint.name;
    case 'union':
      return hint.options.map(hintText).join(' | ');
    case 'literal':
      return `Literal[${hint.values.map((value) => JSON.stringify(value)).join(', ')}]`;
    case 'dict':
      return `dict[${hintText(hint.key)}, ${hintText(hint.value)}]`;
    case 'tuple':
      return hint.items === null
        ? `tuple[${hintText(hint.item ?? { kind: 'any' })}, ...]`
        : `tuple[${hint.items.map(hintText).join(', ')}]`;
    case 'any':
      return 'Any';
    default:
      return `${hint.kind}[${hintText(hint.item)}]`;
  }
}
