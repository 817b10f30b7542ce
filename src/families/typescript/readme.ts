import type { Spec } from '../../schemas/spec';
import type { PlacedPart } from '../place-parts';

/** The package's README: what it does, how it is called, and what it is made of. */
export function packageReadme({ name, entry }: Spec, parts: readonly PlacedPart[]): string {
  const types = entry.types.trim();
  const examples = entry.examples
    .slice(0, 5)
    .map(({ call, returns }) => `${call}; // ${JSON.stringify(returns)}`);
  const inner = parts
    .slice(0, -1)
    .map(
      ({ file, contract }) =>
        `| \`src/${file}.ts\` | \`${contract.signature.replaceAll('|', '\\|')}\` | ${inOneLine(contract.description)} |`,
    );
  return [
    `# ${name}`,
    entry.description.trim(),
    '## API',
    fenced([types, entry.signature].filter((text) => text !== '').join('\n\n')),
    '## Use',
    fenced([`import { ${entry.name} } from '${name}';`, '', ...examples].join('\n')),
    '`npm test` checks every example; it needs Node 20 and nothing installed.',
    ...(inner.length > 0
      ? ['## Inside', ['| file | function | purpose |', '| --- | --- | --- |', ...inner].join('\n')]
      : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
}
