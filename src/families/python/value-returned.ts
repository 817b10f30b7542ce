import { Json } from '../../schemas/hash';

/** The value that an outcome says was returned; undefined where an example's JSON cannot say it, or it is something else. */
export function valueReturned(outcome: string): Json | undefined {
  const told = RETURNED.exec(outcome)?.[1];
  if (told === undefined) return undefined;
  const json = told.replaceAll(TOKEN, (token) => JSON_OF[token] ?? token);
  try {
    // Of what is left in the guest's own words (set{…}, bytes, classes, nan …) nothing is JSON.
    return Json.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

const RETURNED = /^returned (.*)$/s;

/** Texts as they are, the constants, and tuples, which an example states as lists. */
const TOKEN = /"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b|[()]/g;
const JSON_OF: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  '(': '[',
  ')': ']',
};
