import { join } from 'node:path';

/** The folder of this package: the checkout, or where npm installed it. */
export const packageRoot = join(__dirname, '..', '..');

/** Path of a compiled module, for a process of its own: it runs from lib/ also while this code runs from src/. */
export function compiledModule(path: `${string}.js`): string {
  return join(packageRoot, 'lib', path);
}
