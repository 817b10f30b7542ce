import {
  DateClass,
  ErrorClass,
  MapClass,
  RegExpClass,
  SetClass,
  apply,
  beginning,
  entriesOf,
  enumerableKeys,
  everyIndex,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getTime,
  is,
  isArray,
  itemAt,
  memberOf,
  membersOf,
  printRegExp,
  stringify,
  toText,
} from './captured';

/**
 * node:assert/strict for the sandbox, as far as tests of pure functions use it. Like all guest code it captures what it
 * uses before any other code is loaded.
 */
// eslint-disable-next-line @typescript-eslint/unbound-method -- applied below
const { add: addMember, has: hasMember } = Set.prototype;

type Check = (new (...args: never[]) => unknown) & { readonly prototype: unknown };
type Expected = Check | RegExp | object | ((error: unknown) => boolean);

/** What every failed assertion throws. */
class AssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly code = 'ERR_ASSERTION';
}

/** The module's default export, `assert(value)`; its members are the module's named exports. */
export const assert = Object.assign(ok, {
  AssertionError,
  ok,
  fail,
  equal: strictEqual,
  strictEqual,
  notEqual: notStrictEqual,
  notStrictEqual,
  deepEqual: deepStrictEqual,
  deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
  notDeepStrictEqual,
  throws,
  doesNotThrow,
  rejects,
  doesNotReject,
  match,
  doesNotMatch,
  strict: ok,
});

function ok(value: unknown, message?: string | Error): void {
  if (!value) fail(message ?? `expected a truthy value, found ${show(value)}`);
}

function fail(message: string | Error = 'Failed'): never {
  throw message instanceof ErrorClass ? message : new AssertionError(message);
}

function strictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!is(actual, expected)) fail(message ?? `expected ${show(expected)}, found ${show(actual)}`);
}

function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (is(actual, expected)) fail(message ?? `expected anything but ${show(expected)}`);
}

function deepStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!isDeepEqual(actual, expected))
    fail(message ?? `expected ${show(expected)}, found ${show(actual)}`);
}

function notDeepStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (isDeepEqual(actual, expected)) fail(message ?? `expected anything but ${show(expected)}`);
}

function throws(run: () => unknown, expected?: Expected | string, message?: string): void {
  try {
    run();
  } catch (error) {
    checkError(error, expected);
    return;
  }
  fail(message ?? (typeof expected === 'string' ? expected : 'expected an error, found none'));
}

async function rejects(
  run: Promise<unknown> | (() => Promise<unknown>),
  expected?: Expected | string,
): Promise<void> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    checkError(error, expected);
    return;
  }
  fail(typeof expected === 'string' ? expected : 'expected a rejection, found none');
}

function doesNotThrow(run: () => unknown): void {
  run();
}

async function doesNotReject(run: Promise<unknown> | (() => Promise<unknown>)): Promise<void> {
  await (typeof run === 'function' ? run() : run);
}

function match(text: string, pattern: RegExp, message?: string | Error): void {
  if (!pattern.test(text)) fail(message ?? `expected ${show(text)} to match ${toText(pattern)}`);
}

function doesNotMatch(text: string, pattern: RegExp, message?: string | Error): void {
  if (pattern.test(text)) fail(message ?? `expected ${show(text)} not to match ${toText(pattern)}`);
}

function checkError(error: unknown, expected: Expected | string | undefined): void {
  if (expected === undefined || typeof expected === 'string') return;
  if (expected instanceof RegExpClass) {
    if (!expected.test(toText(error)))
      fail(`expected an error like ${toText(expected)}, found ${show(error)}`);
    return;
  }
  if (typeof expected === 'function') {
    checkErrorBy(error, expected as Check);
    return;
  }
  const keys = enumerableKeys(expected);
  everyIndex(keys.length, (i) => {
    const key = itemAt(keys, i);
    const wanted = memberOf(expected, key);
    const found = memberOf(Object(error) as object, key);
    const fits =
      wanted instanceof RegExpClass && typeof found === 'string'
        ? wanted.test(found)
        : isDeepEqual(found, wanted);
    if (!fits) fail(`expected an error with ${toText(key)} ${show(wanted)}, found ${show(found)}`);
    return fits;
  });
}

/** A class the error must be of, or a function that must return true for it. */
function checkErrorBy(error: unknown, expected: Check): void {
  if (typeof expected.prototype === 'object' && error instanceof expected) return;
  const isClass =
    (expected as unknown) === ErrorClass ||
    (typeof expected.prototype === 'object' && expected.prototype instanceof ErrorClass);
  if (isClass || (expected as unknown as (error: unknown) => unknown)(error) !== true)
    fail(`expected another error, found ${show(error)}`);
}

/** Pairs of containers that are being compared further out: a cycle in both at once is equal so far. */
interface Pair {
  readonly a: object;
  readonly b: object;
  readonly outer: Pair | undefined;
}

/** Equality of node:assert's deepStrictEqual: prototypes and kinds count, the order of keys and members does not. */
function isDeepEqual(a: unknown, b: unknown, outer?: Pair): boolean {
  if (is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (getPrototypeOf(a) !== getPrototypeOf(b) || isArray(a) !== isArray(b)) return false;
  for (let at = outer; at !== undefined; at = at.outer) if (at.a === a && at.b === b) return true;
  const pair: Pair = { a, b, outer };
  return isSameContent(a, b, pair) && haveSameMembers(a, b, pair);
}

/** What an object of a built-in class holds beside its members. */
function isSameContent(a: object, b: object, pair: Pair): boolean {
  if (a instanceof MapClass)
    return b instanceof MapClass && haveSameItems(entriesOf(a), entriesOf(b), pair);
  if (a instanceof SetClass)
    return b instanceof SetClass && haveSameItems(membersOf(a), membersOf(b), pair);
  if (a instanceof DateClass)
    return b instanceof DateClass && is(apply(getTime, a, []), apply(getTime, b, []));
  if (a instanceof RegExpClass)
    return b instanceof RegExpClass && apply(printRegExp, a, []) === apply(printRegExp, b, []);
  if (a instanceof ErrorClass)
    return b instanceof ErrorClass && a.message === b.message && a.name === b.name;
  return !isArray(a) || a.length === (b as unknown[]).length;
}

/** The same items in any order, each matched once. */
function haveSameItems(a: readonly unknown[], b: readonly unknown[], pair: Pair): boolean {
  const matched = new SetClass<number>();
  return (
    a.length === b.length &&
    everyIndex(a.length, (i) => {
      const isOther = (j: number) =>
        apply(hasMember, matched, [j]) || !isDeepEqual(itemAt(a, i), itemAt(b, j), pair);
      let j = 0;
      while (j < b.length && isOther(j)) j += 1;
      apply(addMember, matched, [j]);
      return j < b.length;
    })
  );
}

function haveSameMembers(a: object, b: object, pair: Pair): boolean {
  const keys = enumerableKeys(a);
  return (
    keys.length === enumerableKeys(b).length &&
    everyIndex(keys.length, (i) => {
      const key = itemAt(keys, i);
      return (
        getOwnPropertyDescriptor(b, key)?.enumerable === true &&
        isDeepEqual(memberOf(a, key), memberOf(b, key), pair)
      );
    })
  );
}

function show(value: unknown): string {
  if (value instanceof ErrorClass) return `${value.name}: ${value.message}`;
  try {
    const text = typeof value === 'object' ? stringify(value) : undefined;
    return beginning(text ?? (typeof value === 'string' ? stringify(value) : toText(value)), 300);
  } catch {
    return 'a value that cannot be shown';
  }
}
