import type { Contract } from '../schemas/contract';

/** One function with the code that was elected for it; a structural part of LoadedPart. */
export interface PlacedPart {
  readonly contract: Contract;
  readonly code: string;
  /** Name of its file, without folder and extension; no two parts share one, on any file system. */
  readonly file: string;
  /** The whole text of its module, import lines included. */
  readonly source: string;
}

/** What a language says about the files of a program. */
export interface ModuleGrammar {
  /** Name of the file for a function, where no other has it. */
  readonly fileNameOf: (name: string) => string;
  /** Names that no part's file may have. */
  readonly taken: readonly string[];
  /** Stands between a name and the number that tells it from an earlier one. */
  readonly separator: string;
  /** Equal for signatures of the same types. */
  readonly shapeOf: (signature: string) => string | undefined;
  /** The module of a part, which imports the functions it uses from the files they are in. */
  readonly moduleSource: (
    code: string,
    contract: Contract,
    fileOf: (used: string) => string,
  ) => string;
}

/**
 * Gives each part a file of its own and lets each import the very parts it may use. Parts of different branches may
 * have one name: a used function is the latest earlier part of that name and signature.
 */
export function placePartsIn(
  grammar: ModuleGrammar,
  parts: readonly { readonly contract: Contract; readonly code: string }[],
): readonly PlacedPart[] {
  const placed: PlacedPart[] = [];
  for (const { contract, code } of parts) {
    const file = freeName(contract.name, placed, grammar);
    const fileOf = (used: string) => {
      const signature = contract.uses.find(({ name }) => name === used)?.signature ?? '';
      return fileOfUsed(used, grammar.shapeOf(signature), { placed, grammar });
    };
    placed.push({ contract, code, file, source: grammar.moduleSource(code, contract, fileOf) });
  }
  return placed;
}

function fileOfUsed(
  name: string,
  wanted: string | undefined,
  { placed, grammar }: { readonly placed: readonly PlacedPart[]; readonly grammar: ModuleGrammar },
): string {
  const named = placed.filter(({ contract }) => contract.name === name);
  const found =
    named.findLast(({ contract }) => grammar.shapeOf(contract.signature) === wanted) ??
    named.at(-1);
  if (found === undefined)
    throw new Error(`found no part '${name}', expected it before the part that uses it`);
  return found.file;
}

function freeName(
  name: string,
  placed: readonly PlacedPart[],
  { fileNameOf, taken, separator }: ModuleGrammar,
): string {
  const wanted = fileNameOf(name);
  const others = new Set([...taken, ...placed.map(({ file }) => file.toLowerCase())]);
  let free = wanted;
  for (let count = 2; others.has(free.toLowerCase()); count += 1)
    free = `${wanted}${separator}${count}`;
  return free;
}
