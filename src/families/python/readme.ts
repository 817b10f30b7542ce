import type { Spec } from '../../schemas/spec';
import type { PlacedPart } from '../place-parts';

/** The package's README: what it does, how it is called, and what it is made of. */
export function packageReadme({
  spec: { name, entry },
  folder,
  parts,
}: {
  readonly spec: Spec;
  readonly folder: string;
  readonly parts: readonly PlacedPart[];
}): string {
  const examples = entry.examples
    .slice(0, 5)
    .map(({ call, returns }) => `${call}  # ${JSON.stringify(returns)}`);
  const inner = parts
    .slice(0, -1)
    .map(
      ({ file, contract }) =>
        `| \`${folder}/${file}.py\` | \`${inCell(contract.signature)}\` | ${inCell(contract.description)} |`,
    );
  const declared = [entry.types.trim(), `def ${entry.signature}: ...`];
  return [
    `# ${name}`,
    entry.description.trim(),
    '## API',
    fenced(declared.filter((text) => text !== '').join('\n\n')),
    '## Use',
    fenced([`from ${folder} import ${entry.name}`, '', ...examples].join('\n')),
    '`python3 -m unittest` checks every example; it needs Python 3.9 and nothing installed.',
    ...(inner.length > 0
      ? ['## Inside', ['| file | function | purpose |', '| --- | --- | --- |', ...inner].join('\n')]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function fenced(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\``;
}

function inCell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
