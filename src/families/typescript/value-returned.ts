import { Json } from '../../schemas/hash';

/** The value that an outcome says was returned; undefined where it says more than JSON can, or something else. */
export function valueReturned(outcome: string): Json | undefined {
  const told = RETURNED.exec(outcome)?.[1];
  if (told === undefined) return undefined;
  try {
    // Most of what the guest tells in other words (Map{…}, NaN, undefined, hole …) is no JSON.
    return Json.parse(JSON.parse(told));
  } catch {
    return undefined;
  }
}

const RETURNED = /^returned (.*)$/s;
