import type { Contract } from '../../schemas/contract';
import { fileNameOf, moduleSource } from './module-source';
import { readSignature } from './signature';

/** One function with the code that was elected for it; a structural part of LoadedPart. */
export interface PlacedPart {
  readonly contract: Contract;
  readonly code: string;
  /** Name of its file, without folder and extension; no two parts share one, on any file system. */
  readonly file: string;
  /** The whole text of its module, import lines included. */
  readonly source: string;
}

/**
 * Gives each part a file of its own and lets each import the very parts it may use. Parts of different branches may
 * have one name: a used function is the latest earlier part of that name and signature.
 */
export function placeParts(
  parts: readonly { readonly contract: Contract; readonly code: string }[],
): readonly PlacedPart[] {
  const placed: PlacedPart[] = [];
  for (const { contract, code } of parts) {
    const file = freeName(fileNameOf(contract.name), placed);
    const fileOf = (used: string) => {
      const signature = contract.uses.find(({ name }) => name === used)?.signature ?? '';
      return fileOfUsed(used, signature, placed);
    };
    placed.push({ contract, code, file, source: moduleSource(code, contract, fileOf).text });
  }
  return placed;
}

function fileOfUsed(name: string, signature: string, placed: readonly PlacedPart[]): string {
  const named = placed.filter(({ contract }) => contract.name === name);
  const wanted = readSignature(signature)?.shape;
  const found =
    named.findLast(({ contract }) => readSignature(contract.signature)?.shape === wanted) ??
    named.at(-1);
  if (found === undefined)
    throw new Error(`found no part '${name}', expected it before the part that uses it`);
  return found.file;
}

function freeName(wanted: string, placed: readonly PlacedPart[]): string {
  const taken = new Set(placed.map(({ file }) => file.toLowerCase()));
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted}-${count}`;
  return name;
}
