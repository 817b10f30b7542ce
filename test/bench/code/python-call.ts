import { type Data, readCall } from '../../../src/families/python/data';
import { Unreadable } from '../../../src/families/python/tokens';
import type { Json } from '../../../src/schemas/hash';

/** A call in TypeScript as a call of the function in Python; undefined for arguments that JSON cannot say. */
export function pythonCall(
  call: string,
  name: string,
  literal: (value: Json) => string,
): string | undefined {
  const text = call.slice(call.indexOf('(') + 1, -1);
  try {
    const args = JSON.parse(`[${text}]`) as readonly Json[];
    return `${name}(${args.map(literal).join(', ')})`;
  } catch {
    return undefined;
  }
}

/** The arguments of a call in Python as JSON has them, tuples as lists; undefined where JSON cannot say them. */
export function pythonArguments(call: string): readonly Json[] | undefined {
  try {
    const { args, keywords } = readCall(call);
    return keywords.length === 0 ? allOf(args) : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function allOf(items: readonly Data[]): readonly Json[] | undefined {
  const values = items.map(jsonOf);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function jsonOf(data: Data): Json | undefined {
  if (data.kind === 'list' || data.kind === 'tuple') return allOf(data.items);
  if (data.kind !== 'constant' || NOT_JSON.includes(data.type)) return undefined;
  return data.value;
}

const NOT_JSON: readonly string[] = ['bytes', 'complex'];
