import { assert } from './guest/node-assert';
import { test } from './guest/node-test';
import { silentConsole } from './guest/silent-console';

/** Names of the language that the small sandbox defines, all others of its globals taken for Node's own. */
export const GLOBALS: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array
   Float64Array Infinity Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy RangeError
   ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array
   Uint8ClampedArray WeakMap WeakSet console decodeURI decodeURIComponent encodeURI encodeURIComponent escape globalThis
   isFinite isNaN parseFloat parseInt undefined unescape`.split(/\s+/),
);

/** Global objects of which tests may have other members than the language's: by name, with the members that are there. */
export const GLOBAL_OBJECTS: Readonly<Record<string, object>> = {
  console: silentConsole,
  globalThis: {
    ...Object.fromEntries([...GLOBALS].map((name) => [name, Reflect.get(globalThis, name)])),
    console: silentConsole,
    globalThis: undefined,
  },
};

/** The modules of Node that the small sandbox has: the default export, whose members are the exports by name. */
export const NODE_MODULES: Readonly<Record<string, object>> = {
  'node:test': test,
  'node:assert/strict': assert,
};

/** What node:test runs without telling it anything. */
export const HOOKS: ReadonlySet<unknown> = new Set([
  test.before,
  test.after,
  test.beforeEach,
  test.afterEach,
]);

/** What declares tests that are run, and tells their bodies about themselves. */
export const DECLARES: ReadonlySet<unknown> = new Set([test, test.describe, test.describe.only]);

/** Members of what a test is told about itself. */
export const CONTEXT: ReadonlySet<string> = new Set(['name', 'test', 'diagnostic']);

/** Options of a test that the small sandbox heeds, or that change no result there. */
export const OPTIONS: ReadonlySet<string> = new Set([
  'skip',
  'todo',
  'only',
  'concurrency',
  'timeout',
]);
