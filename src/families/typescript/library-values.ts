import * as fc from 'fast-check';
import type * as ts from 'typescript';
import { listValues, sequenceOf } from './composite-values';
import { LIBRARY_FILE } from './library';
import { constants, type Values } from './plausible';
import type { Vocabulary } from './vocabulary';

/** What a type is applied to: the values of each argument, and all of them as they are written, or ''. */
export interface TypeArguments {
  readonly values: () => readonly Values[];
  readonly written: string;
  readonly vocabulary: Vocabulary;
}

/** Values of the library's classes and of what can be iterated; undefined for other types, whatever their name. */
export function libraryValues(
  type: ts.Type,
  { values, written, vocabulary }: TypeArguments,
): Values | undefined {
  const symbol = type.symbol as ts.Symbol | undefined;
  const isLibrary = symbol?.declarations?.every(
    (declaration) => declaration.getSourceFile().fileName === LIBRARY_FILE,
  );
  if (symbol === undefined || isLibrary !== true) return undefined;
  const [item] = ITERABLE.has(symbol.name) ? values() : [];
  if (item) return listValues(item, vocabulary);
  const collection = COLLECTIONS.get(symbol.name);
  if (collection) return collectionValues(`${collection}${written}`, values());
  if (symbol.name === 'Promise') return promiseValues(values());
  if (TYPED_ARRAYS.has(symbol.name)) return typedArrayValues(symbol.name);
  const known = FIXED[symbol.name];
  return known && constants(...known);
}

const ITERABLE: ReadonlySet<string> = new Set(['Iterable', 'ArrayLike', 'ConcatArray']);

const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['Map', 'Map'],
  ['ReadonlyMap', 'Map'],
  ['Set', 'Set'],
  ['ReadonlySet', 'Set'],
]);

const TYPED_ARRAYS: ReadonlySet<string> = new Set(
  [
    'Int8',
    'Uint8',
    'Uint8Clamped',
    'Int16',
    'Uint16',
    'Int32',
    'Uint32',
    'Float32',
    'Float64',
    'BigInt64',
    'BigUint64',
  ].map((kind) => `${kind}Array`),
);

const FIXED: Readonly<Record<string, readonly string[]>> = {
  Date: ['new Date(0)', 'new Date(951782400000)', 'new Date(1704067200000)'],
  RegExp: ['/a/', '/\\d+/g', '/[aeiou]/gi', '/^$/'],
  Error: ['new Error("")', 'new Error("a")', 'new TypeError("b")'],
  TypeError: ['new TypeError("")', 'new TypeError("a")'],
  RangeError: ['new RangeError("")', 'new RangeError("a")'],
  ArrayBuffer: ['new ArrayBuffer(0)', 'new Uint8Array([1, 2, 255]).buffer', 'new ArrayBuffer(8)'],
  DataView: [
    'new DataView(new ArrayBuffer(0))',
    'new DataView(new Uint8Array([1, 2, 255, 0]).buffer)',
  ],
};

function collectionValues(name: string, parts: readonly Values[]): Values {
  const [only, ...others] = parts;
  const entry = only && others.length === 0 ? only : sequenceOf(parts, (p) => `[${p.join(', ')}]`);
  const written = (entries: readonly string[]) => `new ${name}([${entries.join(', ')}])`;
  return {
    edges: [`new ${name}()`, ...entry.edges.slice(-1).map((text) => written([text]))],
    extremes: entry.extremes.map((text) => written([text])),
    arbitrary: fc.array(entry.arbitrary, { maxLength: 4 }).map(written),
  };
}

function promiseValues([value]: readonly Values[]): Values | undefined {
  const settled = (text: string) => `Promise.resolve(${text})`;
  return (
    value && {
      edges: value.edges.map(settled),
      extremes: value.extremes.map(settled),
      arbitrary: value.arbitrary.map(settled),
    }
  );
}

function typedArrayValues(name: string): Values {
  const suffix = name.startsWith('Big') ? 'n' : '';
  const written = (items: readonly number[]) =>
    `new ${name}([${items.map((item) => `${item}${suffix}`).join(', ')}])`;
  return {
    edges: [[], [1], [2, 2], [0, 1, 255], [255, 1, 0]].map(written),
    extremes: [written(Array.from({ length: 100 }, (_, i) => i % 7))],
    arbitrary: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }).map(written),
  };
}
