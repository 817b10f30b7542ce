import { readFile, stat } from 'node:fs/promises';
import { fault, type SpecFault } from './fault';

/** A spec cut into its header and its prose. */
export interface Markdown {
  readonly yaml: string;
  /** Without leading and trailing blank lines. */
  readonly prose: string;
  /** Line of the file on which the prose begins, counted from 1. */
  readonly proseLine: number;
}

/** Reads a text file of at most one MiB, its line ends made uniform; what cannot be read is a fault. */
export async function loadMarkdown(
  file: string,
): Promise<{ readonly text: string; readonly bytes: Buffer } | SpecFault> {
  try {
    const about = await stat(file);
    if (!about.isFile())
      return unreadable(about.isDirectory() ? 'a folder' : 'something that is no file');
    if (about.size > MAX_BYTES) return unreadable(`${about.size} bytes`);
    const bytes = await readFile(file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === ''
      ? unreadable('an empty file')
      : { text: text.replace(/\r\n?/g, '\n'), bytes };
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

/** Cuts at the `---` lines; the first has to be the file's first line. */
export function cutMarkdown(text: string): Markdown | SpecFault {
  const lines = text.split('\n');
  const isRule = (line: string | undefined): boolean => line?.trimEnd() === '---';
  if (!isRule(lines[0])) {
    return fault(1, null, {
      found: 'no header',
      expected: 'a first line --- that opens the YAML header',
    });
  }
  const end = lines.findIndex((line, at) => at > 0 && isRule(line));
  if (end < 0) {
    return fault(1, null, {
      found: 'a header that is never closed',
      expected: 'a line --- that ends it',
    });
  }
  const below = lines.slice(end + 1);
  const blank = Math.max(
    0,
    below.findIndex((line) => line.trim() !== ''),
  );
  return {
    yaml: lines.slice(1, end).join('\n'),
    prose: below.join('\n').trim(),
    proseLine: end + 2 + blank,
  };
}

/** Larger files are no specs, and are not read into memory. */
const MAX_BYTES = 1024 * 1024;

function unreadable(found: string): SpecFault {
  return fault(null, null, {
    found,
    expected: 'a readable Markdown file of at most one MiB, in UTF-8',
  });
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'bytes that are not UTF-8';
  return error instanceof Error ? error.message : String(error);
}
