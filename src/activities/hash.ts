import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';
import type { Hash, Json } from '../schemas/hash';

/** The name of a JSON value in the store: the SHA-256 of its canonical text; equal values have equal names. */
export function hashOf(value: Json): Hash {
  return hashOfText(canonicalJson(value));
}

/** The SHA-256 of a text's UTF-8 bytes, for callers that already hold the canonical text. */
export function hashOfText(canonicalText: string): Hash {
  return createHash('sha256').update(canonicalText, 'utf8').digest('hex');
}
