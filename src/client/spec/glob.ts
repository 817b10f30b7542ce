import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Files below `folder` whose path matches `pattern`, sorted, with forward slashes. `*` and `?` stay within one folder
 * name, `**` spans any number of folders; hidden folders and node_modules are not entered.
 */
export async function filesMatching(folder: string, pattern: string): Promise<string[]> {
  const expression = toExpression(pattern);
  const depth = pattern.includes('**') ? Infinity : pattern.split('/').length;
  const found = await filesBelow(folder, '', depth);
  return found.filter((path) => expression.test(path)).sort();
}

async function filesBelow(folder: string, prefix: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const nested = entries.map(async (entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isFile()) return [path];
    const entered =
      entry.isDirectory() &&
      depth > 1 &&
      !entry.name.startsWith('.') &&
      entry.name !== 'node_modules';
    return entered ? filesBelow(folder, path, depth - 1) : [];
  });
  return (await Promise.all(nested)).flat();
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.\//, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((token) => WILDCARDS[token] ?? token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`);
}

const WILDCARDS: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
