import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import * as ts from 'typescript';
import { transpile } from './compiler';

/** The guest modules that others in the sandbox import. */
export type GuestName = 'observe' | 'node-test' | 'node-assert';

/**
 * The source of a guest module, with those it is made of, as one ES module. Guest code is ordinary typed code of this
 * project, built like the rest of it; here its built form is wrapped so that QuickJS can load it. `main` is the export
 * that is the default too.
 */
export function guestModule(name: GuestName, exported: readonly string[], main?: string): string {
  const known = bundles.get(name);
  if (known !== undefined) return known;
  const inner = INNER.map(
    (path) => `'./${path}': (require, exports) => {\n${scriptOf(path)}\n}`,
  ).join(',\n');
  const text =
    `const loaders = { __proto__: null,\n${inner}\n};\nconst loaded = { __proto__: null };\n` +
    `const require = (path) => {\n  if (loaded[path]) return loaded[path];\n` +
    `  loaders[path](require, (loaded[path] = {}));\n  return loaded[path];\n};\n` +
    `const exports = {};\n(() => {\n${scriptOf(name)}\n})();\n` +
    `export const { ${exported.join(', ')} } = exports;\n` +
    (main === undefined ? '' : `export default exports.${main};\n`);
  bundles.set(name, text);
  return text;
}

/** What guest modules are made of. */
const INNER = ['captured', 'canonical'];
const bundles = new Map<GuestName, string>();

function scriptOf(name: string): string {
  const path = join(__dirname, 'guest', name + extname(__filename));
  return transpile(readFileSync(path, 'utf8'), ts.ModuleKind.CommonJS);
}
