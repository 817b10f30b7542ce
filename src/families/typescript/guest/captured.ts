/* eslint-disable @typescript-eslint/unbound-method -- methods are taken off their prototypes on purpose, to be applied */

/**
 * What guest code may rely on once model-written code has been loaded: functions captured before that, and helpers made
 * of them alone. No iteration protocol, no method call on a value, no assignment that a setter up a prototype chain
 * could see: so a patched prototype cannot forge an outcome.
 */
const { defineProperty, get, ownKeys } = Reflect;
const { join, sort } = Array.prototype;
const { slice, repeat } = String.prototype;
const { forEach: forEachEntry } = Map.prototype;
const { forEach: forEachMember } = Set.prototype;

export const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
export const { stringify } = JSON;
export const { is } = Object;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { getTime } = Date.prototype;
export const { toString: printRegExp } = RegExp.prototype;
export const { toString: tagOf } = Object.prototype;
export const toText = String;
export const MapClass = Map;
export const SetClass = Set;
export const DateClass = Date;
export const RegExpClass = RegExp;
export const PromiseClass = Promise;
export const ErrorClass = Error;

/**
 * Throws on what QuickJS throws when a limit is hit, which async code could catch: it is for the sandbox to judge.
 */
export function passOnLimit(error: unknown): void {
  if (LimitError !== undefined && error instanceof LimitError) throw error;
}

const LimitError = (globalThis as { readonly InternalError?: ErrorConstructor }).InternalError;

/** The item at an index that the list has. */
export function itemAt<T>(list: ArrayLike<T>, index: number): T {
  return get(list, index);
}

export function append<T>(list: T[], item: T): void {
  const descriptor = {
    __proto__: null,
    value: item,
    writable: true,
    enumerable: true,
    configurable: true,
  };
  defineProperty(list, list.length, descriptor as PropertyDescriptor);
}

/** Whether the test holds for every index from 0 to below `count`. */
export function everyIndex(count: number, test: (index: number) => boolean): boolean {
  for (let index = 0; index < count; index += 1) if (!test(index)) return false;
  return true;
}

/** Visits every index from 0 to below `count`. */
export function eachIndex(count: number, visit: (index: number) => void): void {
  for (let index = 0; index < count; index += 1) visit(index);
}

/** The value's own enumerable keys, symbols too, in their order. */
export function enumerableKeys(value: object): readonly (string | symbol)[] {
  const keys = ownKeys(value);
  const enumerable: (string | symbol)[] = [];
  eachIndex(keys.length, (i) => {
    const key = itemAt(keys, i);
    if (getOwnPropertyDescriptor(value, key)?.enumerable === true) append(enumerable, key);
  });
  return enumerable;
}

/** What a member of any object is, its getter called. */
export function memberOf(value: object, key: PropertyKey): unknown {
  return get(value, key);
}

export function entriesOf(map: Map<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  const entries: (readonly [unknown, unknown])[] = [];
  apply(forEachEntry, map, [
    (value: unknown, key: unknown) => {
      append(entries, [key, value] as const);
    },
  ]);
  return entries;
}

export function membersOf(set: Set<unknown>): readonly unknown[] {
  const members: unknown[] = [];
  apply(forEachMember, set, [
    (member: unknown) => {
      append(members, member);
    },
  ]);
  return members;
}

/** The texts in order of their code units, separated by commas. */
export function sortedList(texts: string[]): string {
  apply(sort, texts, [(a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)]);
  return apply(join, texts, [',']);
}

/** The text's first `length` characters. */
export function beginning(text: string, length: number): string {
  return apply(slice, text, [0, length]);
}

export function blank(length: number): string {
  return apply(repeat, ' ', [length]);
}
