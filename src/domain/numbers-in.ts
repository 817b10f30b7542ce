import type { Json } from '../schemas/hash';

/** Whether no number in it is one that floating point rounds: 0.1 + 0.2 is not 0.3, but 1.5 + 1.25 is 2.75. */
export function isExact(value: Json): boolean {
  return everyNumberIn(value, (number) => Number.isInteger(number * 2 ** 10));
}

/** Whether no number in it is one that floating point cannot count: there languages differ in what they round. */
export function isCountable(value: Json): boolean {
  return everyNumberIn(value, (number) => Math.abs(number) <= Number.MAX_SAFE_INTEGER);
}

/** Whether no number in it has a fraction. */
export function isWhole(value: Json): boolean {
  return everyNumberIn(value, Number.isInteger);
}

function everyNumberIn(value: Json, holds: (number: number) => boolean): boolean {
  if (typeof value === 'number') return holds(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((part: Json) => everyNumberIn(part, holds));
}
