import type { Example } from '../schemas/contract';
import type { Spec } from '../schemas/spec';
import type { PlacedPart } from './place-parts';

/** How a family's package is read and used. */
export interface ReadmeWords {
  /** Info string of code fences. */
  readonly fence: string;
  /** Declaration of a function with this signature. */
  readonly declaration: (signature: string) => string;
  /** Statement after which the entry can be called. */
  readonly importLine: string;
  /** A call, and what it returns, as a line of code. */
  readonly example: (example: Example) => string;
  /** How the package is tested, in a sentence. */
  readonly testing: string;
  /** Path of a part's module, from the package's folder. */
  readonly pathOf: (file: string) => string;
}

/** The package's README: what it does, how it is called, and what it is made of; the entry comes last in `parts`. */
export function packageReadme(
  { name, entry }: Spec,
  parts: readonly PlacedPart[],
  words: ReadmeWords,
): string {
  const fenced = (lines: readonly string[]): string =>
    `\`\`\`${words.fence}\n${lines.join('\n')}\n\`\`\``;
  const types = entry.types.trim();
  const examples = entry.examples.slice(0, 5).map(words.example);
  const inner = parts
    .slice(0, -1)
    .map(
      ({ file, contract }) =>
        `| \`${words.pathOf(file)}\` | \`${inCell(contract.signature)}\` | ${inCell(contract.description)} |`,
    );
  return [
    `# ${name}`,
    entry.description.trim(),
    '## API',
    fenced([...(types === '' ? [] : [types, '']), words.declaration(entry.signature)]),
    '## Use',
    fenced([words.importLine, '', ...examples]),
    words.testing,
    ...(inner.length > 0
      ? ['## Inside', ['| file | function | purpose |', '| --- | --- | --- |', ...inner].join('\n')]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function inCell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
