import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';

const PAGE = join(__dirname, '..', '..', '..', 'docs', 'code-elections.md');

/** One after another: contracts that are decided at the same time write the same page. */
let written: Promise<void> = Promise.resolve();

/** Puts a section's text where the page keeps its place; the rest of the page stays as it is. */
export async function writeSection(name: string, text: string): Promise<void> {
  written = written.then(() => replaceSection(name, text));
  return written;
}

async function replaceSection(name: string, text: string): Promise<void> {
  const begin = `<!-- ${name}: written by npm run bench:code -->`;
  const end = `<!-- end of ${name} -->`;
  const [before = '', rest] = (await readFile(PAGE, 'utf8')).split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined)
    throw new Error(`Found no place for ${name} in ${PAGE}: expected ${begin} and ${end}.`);
  const page = `${before}${begin}\n\n${text}\n\n${end}${after}`;
  // Whoever ends a benchmark while it writes finds the page as it was.
  await writeFile(`${PAGE}.new`, await format(page, { parser: 'markdown', printWidth: 120 }));
  await rename(`${PAGE}.new`, PAGE);
}
