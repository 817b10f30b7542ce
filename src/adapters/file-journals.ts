import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Journal, Journals } from '../activities/ports/journals';
import type { Json } from '../schemas/hash';

/**
 * Journals as files of JSON lines in `folder`. An entry is with the operating system when `append` returns: it outlives
 * the process, killed or not, but not a loss of power, for which there are the store's checkpoints.
 */
export function createFileJournals(folder: string): Journals {
  return {
    open: (id) => openFile(join(folder, `${encodeURIComponent(id)}.jsonl`), folder),
  };
}

/** The first line of a file: how many entries came before those in it. */
const Header = z.strictObject({ after: z.int().nonnegative() });

function openFile(path: string, folder: string): Journal {
  let file: number | null = null;
  let length = 0;
  const begin = (after: number): void => {
    file = openSync(path, 'w');
    length = after;
    writeSync(file, `${JSON.stringify({ after })}\n`);
  };
  const close = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };
  return {
    openAfter: (known) => {
      mkdirSync(folder, { recursive: true });
      const { after, entries, isTorn } = read(path);
      if (after > known || after + entries.length <= known) {
        begin(known);
        return [];
      }
      const news = entries.slice(known - after);
      if (isTorn) {
        begin(known);
        for (const entry of news) write(entry);
        return news;
      }
      file = openSync(path, 'a');
      length = after + entries.length;
      return news;
    },
    append: write,
    length: () => length,
    remove: () => {
      close();
      rmSync(path, { force: true });
    },
  };

  function write(entry: Json): void {
    if (file === null)
      throw new Error('A journal is written to before it is opened, or after its end.');
    writeSync(file, `${JSON.stringify(entry)}\n`);
    length += 1;
  }
}

/** What stands in a file. Its last line may be torn: the process died while it wrote, so nothing followed from it. */
function read(path: string): {
  readonly after: number;
  readonly entries: readonly Json[];
  readonly isTorn: boolean;
} {
  const lines = textOf(path).split('\n');
  const isTorn = lines.pop() !== '';
  const [header, ...entries] = lines.map((line) => JSON.parse(line) as Json);
  return { after: header === undefined ? 0 : Header.parse(header).after, entries, isTorn };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
