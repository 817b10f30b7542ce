import type { Json } from '../schemas/hash';
import { isCountable } from './numbers-in';

/** What values of a type are, as far as every language has them. */
export type PlainType =
  | { readonly kind: 'integer' | 'number' | 'text' | 'boolean' }
  | { readonly kind: 'literal'; readonly values: readonly Literal[] }
  | { readonly kind: 'list' | 'record'; readonly of: PlainType }
  | { readonly kind: 'tuple'; readonly items: readonly PlainType[] }
  | { readonly kind: 'union'; readonly options: readonly PlainType[] };

type Literal = string | number | boolean | null;

/** A call by its arguments, and its stated result. */
interface PlainExample {
  readonly args: readonly Json[];
  readonly returns: Json;
}

/** What a contract says that can be said in any language: what code in one of them returns can be held against code in another. */
export interface PlainContract {
  readonly name: string;
  readonly description: string;
  readonly background: string;
  readonly parameters: readonly { readonly name: string; readonly type: PlainType }[];
  readonly result: PlainType;
  readonly examples: readonly PlainExample[];
  readonly cases: readonly PlainExample[];
}

/**
 * Whether what code returns says the same in any language: not where it may make texts of numbers that need not be whole, which
 * some languages write as 2.0 and others as 2.
 */
export function isComparable({ parameters, result }: PlainContract): boolean {
  return !(holdsKind(result, 'text') && parameters.some(({ type }) => holdsKind(type, 'number')));
}

function holdsKind(type: PlainType, kind: PlainType['kind']): boolean {
  if (type.kind === kind) return true;
  return partsOf(type).some((part) => holdsKind(part, kind));
}

function partsOf(type: PlainType): readonly PlainType[] {
  if (type.kind === 'list' || type.kind === 'record') return [type.of];
  if (type.kind === 'tuple') return type.items;
  return type.kind === 'union' ? type.options : [];
}

/**
 * Whether a call with these arguments means the same in any language. Texts of other signs than ASCII's do not:
 * languages differ in how long they are, and in what their capitals are.
 */
export function isSaidAlike({ parameters }: PlainContract, args: readonly Json[]): boolean {
  return (
    args.length === parameters.length &&
    parameters.every(({ type }, place) => isOf(args[place] ?? null, type))
  );
}

/** Whether it is a value of the type, and one that means the same in any language. */
export function isOf(value: Json, type: PlainType): boolean {
  switch (type.kind) {
    case 'integer':
      return isPlainNumber(value) && Number.isInteger(value);
    case 'number':
      return isPlainNumber(value);
    case 'text':
      return typeof value === 'string' && PLAIN_TEXT.test(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'literal':
      return type.values.some((one) => one === value && PLAIN_TEXT.test(String(one)));
    case 'list':
      return Array.isArray(value) && value.every((item: Json) => isOf(item, type.of));
    case 'tuple':
      return isTuple(value, type.items);
    case 'record':
      return isRecord(value) && Object.entries(value).every((entry) => fitsEntry(entry, type.of));
    case 'union':
      return type.options.some((option) => isOf(value, option));
  }
}

function isPlainNumber(value: Json): boolean {
  return typeof value === 'number' && isCountable(value) && !Object.is(value, -0);
}

const PLAIN_TEXT = /^[\t\n\x20-\x7e]*$/;

function isTuple(value: Json, items: readonly PlainType[]): boolean {
  if (!Array.isArray(value) || value.length !== items.length) return false;
  return items.every((item, place) => isOf((value as readonly Json[])[place] ?? null, item));
}

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Not a key of digits alone, which some languages put before all others. */
function fitsEntry([key, value]: readonly [string, Json], type: PlainType): boolean {
  return PLAIN_TEXT.test(key) && !/^\d+$|^__proto__$/.test(key) && isOf(value, type);
}
