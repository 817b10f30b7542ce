import type { Json } from '../schemas/hash';

/** Whether no number in it is one that floating point rounds: 0.1 + 0.2 is not 0.3, but 1.5 + 1.25 is 2.75. */
export function isExact(value: Json): boolean {
  if (typeof value === 'number') return Number.isInteger(value * 2 ** 10);
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact);
}
