import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSignature as readPython } from '../../../src/families/python/signature';
import { readSignature as readTypescript } from '../../../src/families/typescript/signature';
import type { Contract } from '../../../src/schemas/contract';
import { Json } from '../../../src/schemas/hash';
import { type BenchLanguage, LITERAL } from './contracts';

const Case = z.tuple([z.array(Json), Json]);

/** A function's code in one language, which calls the functions that it uses. */
const Written = z.strictObject({
  parameters: z.string(),
  returns: z.string(),
  code: z.string(),
  /** Mistakes: a text that occurs in the code once, and what stands there instead. */
  wrong: z.array(z.tuple([z.string(), z.string()])).min(2),
});

/** One function of a program. */
const Piece = z.strictObject({
  /** In camel case, as TypeScript has it. */
  name: z.string(),
  purpose: z.string(),
  uses: z.array(z.string()).default([]),
  typescript: Written,
  python: Written,
});
export type Piece = z.infer<typeof Piece>;

/** A program of five functions on three levels, which may be asked for whole, or piece by piece. */
const Composite = z.strictObject({
  /** The function that is wanted. */
  entry: z.string(),
  /** All functions, those that are used first. */
  functions: z.array(Piece),
  examples: z.array(Case).min(1),
  /** Shown to nobody. */
  hidden: z.array(Case).min(10),
});
export type Composite = z.infer<typeof Composite>;

export function loadComposites(): readonly Composite[] {
  const file = join(__dirname, 'composites', 'composites.yaml');
  return z.array(Composite).parse(parse(readFileSync(file, 'utf8')));
}

/** What the product is told of a program; with its hidden tests, where `hidden` says so. */
export function entryContract(
  composite: Composite,
  language: BenchLanguage,
  hidden = false,
): Contract {
  const { entry, examples } = composite;
  const cases = hidden ? [...examples, ...composite.hidden] : examples;
  return {
    ...contractOfPiece(pieceOf(composite, entry), language),
    examples: cases.map(([args, returns]) => ({
      call: `${functionName(entry, language)}(${args.map(LITERAL[language]).join(', ')})`,
      returns,
    })),
  };
}

/** The function of that name. */
export function pieceOf({ functions }: Composite, name: string): Piece {
  const piece = functions.find((other) => other.name === name);
  if (piece === undefined) throw new Error(`Found no function ${name} in its program.`);
  return piece;
}

/** A function's name as the language writes names. */
export function functionName(name: string, language: BenchLanguage): string {
  return language === 'typescript'
    ? name
    : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Its signature in the one form in which the product states the functions of a plan, whoever proposed them. */
export function signatureOf(piece: Piece, language: BenchLanguage): string {
  const { parameters, returns } = piece[language];
  const name = functionName(piece.name, language);
  const signature =
    language === 'typescript'
      ? readTypescript(`${name}(${parameters}): ${returns}`)
      : readPython(`${name}(${parameters}) -> ${returns}`);
  if (signature === undefined) throw new Error(`${name} has a signature that cannot be read.`);
  return signature.text;
}

/** What is known of a function where nothing is stated but its purpose. */
export function contractOfPiece(piece: Piece, language: BenchLanguage): Contract {
  return {
    name: functionName(piece.name, language),
    signature: signatureOf(piece, language),
    description: piece.purpose,
    types: '',
    background: '',
    examples: [],
    cases: [],
    probes: [],
    uses: [],
    laws: [],
  };
}
