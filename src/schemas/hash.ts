import { z } from 'zod';

/** The SHA-256 of an artifact's canonical JSON, 64 lowercase hexadecimal digits: its name in the store. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
export type Hash = z.infer<typeof Hash>;

/** Any value that JSON can carry. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();
