import {
  DateClass,
  ErrorClass,
  MapClass,
  PromiseClass,
  RegExpClass,
  SetClass,
  append,
  apply,
  eachIndex,
  entriesOf,
  enumerableKeys,
  everyIndex,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getTime,
  is,
  isArray,
  isView,
  itemAt,
  memberOf,
  membersOf,
  printRegExp,
  sortedList,
  stringify,
  tagOf,
  toText,
} from './captured';

/**
 * The text of a value: equal for values that node:assert's deepStrictEqual would not tell apart, and for those that
 * differ in their prototypes only. So the keys of objects and the entries of maps and sets have no order, all else has.
 * In 'json' terms it is an example's result: -0 is 0, and undefined is absent, or null where something must stand.
 */
export function canonical(value: unknown, terms: 'exact' | 'json' = 'exact'): string {
  return textOf(value, terms === 'json', undefined);
}

/** The built-in class of an error, whatever it calls itself. */
export function errorName(error: Error): string {
  let name = 'Error';
  eachIndex(BUILT_IN_ERRORS.length, (i) => {
    if (error instanceof itemAt(BUILT_IN_ERRORS, i)) name = itemAt(ERROR_NAMES, i);
  });
  return name;
}

const BUILT_IN_ERRORS = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];
const ERROR_NAMES = BUILT_IN_ERRORS.map(({ name }) => name);
const typedArrayTag = getOwnPropertyDescriptor(
  getPrototypeOf(Uint8Array.prototype) ?? {},
  Symbol.toStringTag,
)?.get;
const generators = memberOf(
  getPrototypeOf(function* () {
    yield 0;
  }) ?? {},
  'prototype',
) as Generator;
// eslint-disable-next-line @typescript-eslint/unbound-method -- applied to each generator
const { next } = generators;

/** The values that contain the one being told, innermost first. */
interface Containers {
  readonly value: object;
  readonly outer: Containers | undefined;
}
type Tell = (part: unknown) => string;

function textOf(value: unknown, json: boolean, outer: Containers | undefined): string {
  switch (typeof value) {
    case 'object':
      return value === null ? 'null' : textOfObject(value, json, outer);
    case 'string':
      return stringify(value);
    case 'number':
      return is(value, -0) && !json ? '-0' : toText(value);
    case 'bigint':
      return `${toText(value)}n`;
    case 'undefined':
      return json ? 'null' : 'undefined';
    case 'boolean':
      return toText(value);
    default:
      return typeof value;
  }
}

function textOfObject(value: object, json: boolean, outer: Containers | undefined): string {
  let up = 0;
  for (let at = outer; at !== undefined; at = at.outer) {
    if (at.value === value) return `^${toText(up)}`;
    up += 1;
  }
  const inner: Containers = { value, outer };
  const tell: Tell = (part) => textOf(part, json, inner);
  if (isArray(value)) return arrayText(value, json, tell);
  return collectionText(value, tell) ?? builtInText(value, tell) ?? recordText(value, json, tell);
}

function arrayText(value: readonly unknown[], json: boolean, tell: Tell): string {
  return listText(value.length, (i) => {
    const isHole = !json && getOwnPropertyDescriptor(value, i) === undefined;
    return isHole ? 'hole' : tell(itemAt(value, i));
  });
}

/** Symbols are no data. */
function recordText(value: object, json: boolean, tell: Tell): string {
  const keys = enumerableKeys(value);
  const members: string[] = [];
  eachIndex(keys.length, (i) => {
    const key = itemAt(keys, i);
    if (typeof key === 'symbol') return;
    const part = memberOf(value, key);
    if (!json || part !== undefined) append(members, `${stringify(key)}:${tell(part)}`);
  });
  return `{${sortedList(members)}}`;
}

function collectionText(value: object, tell: Tell): string | undefined {
  const texts: string[] = [];
  if (value instanceof MapClass) {
    const entries = entriesOf(value);
    eachIndex(entries.length, (i) => {
      const entry = itemAt(entries, i);
      append(texts, `${tell(entry[0])}=>${tell(entry[1])}`);
    });
    return `Map{${sortedList(texts)}}`;
  }
  if (!(value instanceof SetClass)) return undefined;
  const members = membersOf(value);
  eachIndex(members.length, (i) => {
    append(texts, tell(itemAt(members, i)));
  });
  return `Set{${sortedList(texts)}}`;
}

function builtInText(value: object, tell: Tell): string | undefined {
  if (value instanceof DateClass) return `Date(${toText(apply(getTime, value, []))})`;
  if (value instanceof RegExpClass) return apply(printRegExp, value, []);
  if (value instanceof PromiseClass) return 'Promise';
  if (value instanceof ErrorClass) return `${errorName(value)}(${tell(value.message)})`;
  if (isView(value)) return viewText(value, tell);
  return apply(tagOf, value, []) === '[object Generator]' ? generatorText(value, tell) : undefined;
}

function viewText(value: ArrayBufferView, tell: Tell): string {
  const name: unknown = typedArrayTag && apply(typedArrayTag, value, []);
  const elements = value as unknown as ArrayLike<unknown>;
  const { length = 0 } = elements as { readonly length?: number };
  return toText(name ?? 'DataView') + listText(length, (i) => tell(itemAt(elements, i)));
}

/** A generator is what it yields; of an endless one the first thousand. */
function generatorText(value: object, tell: Tell): string {
  const yielded: unknown[] = [];
  everyIndex(1_000, () => {
    const step = apply(next, value as Generator, []);
    if (step.done !== true) append(yielded, step.value);
    return step.done !== true;
  });
  return `Generator${listText(yielded.length, (i) => tell(itemAt(yielded, i)))}`;
}

function listText(length: number, tellItem: (index: number) => string): string {
  let told = '';
  for (let i = 0; i < length; i += 1) told += (i > 0 ? ',' : '') + tellItem(i);
  return `[${told}]`;
}
