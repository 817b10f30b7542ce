import type { Json } from '../../schemas/hash';
import { type Data, readCall } from './data';
import { Unreadable } from './tokens';

/** The arguments of a call as JSON has them, tuples as lists; undefined where JSON cannot say them, or some are given by keyword. */
export function callArguments(call: string): readonly Json[] | undefined {
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
