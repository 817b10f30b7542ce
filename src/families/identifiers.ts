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

/** The contract with the names of its function and its parameters as `rename` has them, in its prose too. */
export function renamed<T extends Pick<PlainContract, 'name' | 'parameters' | 'description'>>(
  contract: T,
  rename: (name: string) => string,
): T {
  const { name, parameters } = contract;
  const names = [name, ...parameters.map((parameter) => parameter.name)];
  const description = names
    .filter((one) => rename(one) !== one)
    .reduce(
      (text, one) => text.replaceAll(new RegExp(`\\b${one}\\b`, 'g'), rename(one)),
      contract.description,
    );
  return {
    ...contract,
    name: rename(name),
    parameters: parameters.map((parameter) => ({ ...parameter, name: rename(parameter.name) })),
    description,
  };
}
