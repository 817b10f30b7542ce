import { readFencedCode } from '../fenced-code';
import { parse, syntaxErrorsIn } from './compiler';

/** Cuts the code out of a reply, byte for byte; a reply without a fence is code when it parses as such with a function in it. */
export function readCode(reply: string): string | undefined {
  return readFencedCode(reply, { languages: LANGUAGES, isCode });
}

const LANGUAGES: ReadonlySet<string> = new Set(['', 'ts', 'typescript', 'tsx', 'js', 'javascript']);

function isCode(text: string): boolean {
  if (!/\bfunction\b|=>/.test(text)) return false;
  return syntaxErrorsIn(parse('/reply.ts', text)).length === 0;
}
