import type { PlainContract } from '../domain/plain-contract';

/** 'csvFields' as 'csv_fields'. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** 'csv_fields' as 'csvFields'. */
export function camelCase(name: string): string {
  return name.replaceAll(/(?<=[A-Za-z0-9])_+([A-Za-z0-9])/g, (_, next: string) =>
    next.toUpperCase(),
  );
}

/**
 * The contract with the names of its function and its parameters as `rename` has them, and in its prose those that are whole
 * words of code; null where two names would become one.
 */
export function renamed(
  contract: PlainContract,
  rename: (name: string) => string,
): PlainContract | null {
  const parameters = contract.parameters.map(({ name, type }) => ({ name: rename(name), type }));
  const names = parameters.map(({ name }) => name);
  if (new Set(names).size < names.length) return null;
  const former = [contract.name, ...contract.parameters.map(({ name }) => name)];
  const description = former
    .filter(isOfCode)
    .reduce(
      (text, one) => text.replaceAll(new RegExp(`\\b${one}\\b`, 'g'), rename(one)),
      contract.description,
    );
  return { ...contract, name: rename(contract.name), parameters, description };
}

/** Whether a name is no word of prose. */
function isOfCode(name: string): boolean {
  return /[a-z0-9][A-Z]|_/.test(name);
}
