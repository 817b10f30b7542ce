import { parse, syntaxErrorsIn } from './compiler';

/**
 * Cuts the code out of a reply, byte for byte: the first fenced block that is marked as TypeScript or not marked at
 * all, else the whole reply when it parses as code with a function in it; undefined when there is neither.
 */
export function readCode(reply: string): string | undefined {
  for (const [, info = '', code = ''] of reply.matchAll(FENCED_BLOCK))
    if (LANGUAGES.has(info.trim().toLowerCase())) return code;
  return isCode(reply) ? reply : undefined;
}

/** A fence that is never closed (the reply was cut off, or its author forgot) reaches to the end. */
const FENCED_BLOCK = /^[ \t]*```([^\n`]*)\r?\n([\s\S]*?)(?:^[ \t]*```[ \t]*$|$(?![\s\S]))/gm;

const LANGUAGES = new Set(['', 'ts', 'typescript', 'tsx', 'js', 'javascript']);

function isCode(text: string): boolean {
  if (text.includes('```') || !/\bfunction\b|=>/.test(text)) return false;
  return syntaxErrorsIn(parse('/reply.ts', text)).length === 0;
}
