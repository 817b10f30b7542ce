import { readFencedCode } from '../fenced-code';

/** Cuts the code out of a reply, byte for byte; a reply without a fence is code when it begins like it. */
export function readCode(reply: string): string | undefined {
  return readFencedCode(reply, { languages: LANGUAGES, isCode });
}

const LANGUAGES: ReadonlySet<string> = new Set(['', 'py', 'python', 'python3']);

function isCode(text: string): boolean {
  return /^(?:def|from|import|class|@|#|[A-Z_]+ = )/.test(text) && /^def /m.test(text);
}
