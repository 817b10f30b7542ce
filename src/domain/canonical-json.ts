import type { Json } from '../schemas/hash';

/**
 * The one JSON text of a value: equal values give equal texts whatever the order of their keys, distinct values
 * give distinct texts, and parsing gives the value back. This is RFC 8785 (JCS), with one extension: a lone
 * surrogate, which models do write and JCS rejects, stays in its \u form.
 * Members that are undefined are left out, as in every other JSON text.
 * @throws TypeError for what JSON cannot carry (NaN, a Date, a function …).
 */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isRecord(value)) return `{${Object.keys(value).sort().flatMap(member(value)).join(',')}}`;
  if (isScalar(value)) return JSON.stringify(value);
  throw new TypeError(
    `expected a JSON value, found ${nameOf(value)}: convert it before it is stored or hashed`,
  );
}

const member = (record: Readonly<Record<string, Json | undefined>>) => (key: string) => {
  const value = record[key];
  return value === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(value)}`];
};

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's plain object (a workflow's sandbox, a test's) has another Object.prototype, whose own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isScalar(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function nameOf(value: unknown): string {
  if (typeof value === 'object') return Object.prototype.toString.call(value);
  return typeof value === 'number' ? String(value) : typeof value;
}
