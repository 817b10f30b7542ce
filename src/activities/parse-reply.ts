import { z } from 'zod';
import type { Examination } from '../schemas/vote';

/** Reads a JSON reply strictly: what the prompt's schema did not ask for is no answer. */
export function parseReply<T>(
  schema: z.ZodType<T>,
  text: string,
): { readonly status: 'parsed'; readonly value: T } | Extract<Examination, { status: 'flagged' }> {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return {
      status: 'flagged',
      redFlag: 'malformed',
      detail: `Found no JSON but ${JSON.stringify(text.slice(0, 80))}.`,
    };
  }
  const parsed = schema.safeParse(reply);
  return parsed.success
    ? { status: 'parsed', value: parsed.data }
    : { status: 'flagged', redFlag: 'malformed', detail: z.prettifyError(parsed.error) };
}
