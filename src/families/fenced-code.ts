/**
 * Cuts the code out of a reply, byte for byte: the first fenced block that is marked as the language or not marked at
 * all, else the whole reply when it is code; undefined when there is neither.
 */
export function readFencedCode(
  reply: string,
  {
    languages,
    isCode,
  }: {
    /** Info strings of fences, in lower case. */
    readonly languages: ReadonlySet<string>;
    readonly isCode: (text: string) => boolean;
  },
): string | undefined {
  for (const [, info = '', code = ''] of reply.matchAll(FENCED_BLOCK))
    if (languages.has(info.trim().toLowerCase())) return code;
  return !reply.includes('```') && isCode(reply) ? reply : undefined;
}

/** A fence that is never closed (the reply was cut off, or its author forgot) reaches to the end. */
const FENCED_BLOCK = /^[ \t]*```([^\n`]*)\r?\n([\s\S]*?)(?:^[ \t]*```[ \t]*$|$(?![\s\S]))/gm;
