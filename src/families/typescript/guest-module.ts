import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import * as ts from 'typescript';
import { transpile } from './compiler';

/** The guest modules that others in the sandbox import. */
export type GuestName = 'observe' | 'trace' | 'node-test' | 'node-assert';

/**
 * The source of a guest module, with those it is made of, as one ES module. Guest code is ordinary typed code of this
 * project, built like the rest of it; here its built form is wrapped so that QuickJS can load it. `exported` are its
 * exports as loaded here; that called `main` is the default export too, and its members are exports as well.
 */
export function guestModule(name: GuestName, exported: object, main?: string): string {
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
    `const main = exports.${main ?? 'main'};\n` +
    `export const { ${namesOf(exported, main).join(', ')} } = { ...exports, ...main };\n` +
    `export default main;\n`;
  bundles.set(name, text);
  return text;
}

/** What guest modules are made of. */
const INNER = ['captured', 'canonical', 'silent-console'];
const bundles = new Map<GuestName, string>();

function scriptOf(name: string): string {
  const path = join(__dirname, 'guest', name + extname(__filename));
  return transpile(readFileSync(path, 'utf8'), ts.ModuleKind.CommonJS);
}

function namesOf(exported: object, main: string | undefined): readonly string[] {
  const members: unknown = main === undefined ? undefined : Reflect.get(exported, main);
  return [...new Set([...Object.keys(exported), ...Object.keys(members ?? {})])];
}
