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
  if (data.kind === 'dict') return recordOf(data.entries);
  if (data.kind !== 'constant' || NOT_JSON.includes(data.type)) return undefined;
  return data.value;
}

function recordOf(entries: readonly (readonly [Data, Data])[]): Json | undefined {
  const members = entries.map(([key, value]) => [jsonOf(key), jsonOf(value)] as const);
  const isRecord = members.every(([key, value]) => typeof key === 'string' && value !== undefined);
  return isRecord ? (Object.fromEntries(members) as Json) : undefined;
}

const NOT_JSON: readonly string[] = ['bytes', 'complex'];
