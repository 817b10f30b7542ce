import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { inputsOf } from '../../../src/families/typescript/inputs';
import { readSignature } from '../../../src/families/typescript/signature';
import type { Contract } from '../../../src/schemas/contract';
import { Json } from '../../../src/schemas/hash';
import type { ProposedPlan } from '../../../src/schemas/plan';
import type { Draw, Study } from './author';
import { restyle, STYLES } from './restyle';
import { runnable } from './run-solution';

const Case = z.tuple([z.array(Json), Json]);

/** One function of a program: its code calls the functions that it uses. */
const Piece = z.strictObject({
  name: z.string(),
  parameters: z.string(),
  returns: z.string(),
  purpose: z.string(),
  uses: z.array(z.string()).default([]),
  code: z.string(),
  /** Mistakes: a text that occurs in the code once, and what stands there instead. */
  wrong: z.array(z.tuple([z.string(), z.string()])).min(2),
});
type Piece = z.infer<typeof Piece>;

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
export function entryContract(composite: Composite, hidden = false): Contract {
  const { entry, examples } = composite;
  const cases = hidden ? [...examples, ...composite.hidden] : examples;
  return {
    ...contractOfPiece(pieceOf(composite, entry)),
    examples: cases.map(([args, returns]) => ({
      call: `${entry}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`,
      returns,
    })),
  };
}

/**
 * The functions of a program as an author knows them that is wrong in each line of code with the same probability,
 * whatever stands around it: who writes all in one go writes more lines.
 */
export function studiesOf(composite: Composite, wrongPerLine: number): readonly Study[] {
  return composite.functions.map((piece) => {
    const whole = [...below(composite, piece), piece];
    const right = codeOf(whole.map(({ code }) => code));
    const wrong = whole.flatMap((part) =>
      part.wrong.map((edit) =>
        codeOf(whole.map((other) => (other === part ? edited(part, edit) : other.code))),
      ),
    );
    const flawed = (part: Piece, draw: Draw): string => {
      const lines = part.code.trim().split('\n').length;
      if (draw('defect', part.name) < (1 - wrongPerLine) ** lines) return part.code;
      const mistake = part.wrong[Math.floor(draw('mistake', part.name) * part.wrong.length)];
      return mistake === undefined ? part.code : edited(part, mistake);
    };
    let calls: readonly string[] | undefined;
    return {
      signature: { typescript: signatureOf(piece) },
      ...(piece.uses.length === 0 ? {} : { plan: planOf(composite, piece) }),
      right: runnable(right),
      wrong: wrong.map(runnable),
      calls: () => (calls ??= inputsOf(contractOfPiece(piece)).calls),
      write: (_, draw, user) => {
        // Pieces that exist already are declared in the prompt.
        const exist = piece.uses.length > 0 && user.includes(`function ${piece.uses[0] ?? ''}(`);
        const code = codeOf((exist ? [piece] : whole).map((part) => flawed(part, draw)));
        return restyle(code, 'typescript', Math.floor(draw('style') * STYLES));
      },
    };
  });
}

function pieceOf({ functions }: Composite, name: string): Piece {
  const piece = functions.find((other) => other.name === name);
  if (piece === undefined) throw new Error(`Found no function ${name} in its program.`);
  return piece;
}

/** All that a piece calls, callees first. */
function below(composite: Composite, { uses }: Piece): readonly Piece[] {
  return uses.flatMap((name) => {
    const piece = pieceOf(composite, name);
    return [...below(composite, piece), piece];
  });
}

/** One module of some functions, of which only the last is exported. */
function codeOf(codes: readonly string[]): string {
  return codes
    .map((code, i) => (i < codes.length - 1 ? code.replace('export function', 'function') : code))
    .join('\n');
}

function edited({ name, code }: Piece, [from, to]: readonly [string, string]): string {
  if (code.split(from).length !== 2)
    throw new Error(`${name}: expected ${JSON.stringify(from)} once in its code`);
  return code.split(from).join(to);
}

/** In the one form in which the product states the functions of a plan, whoever proposed them. */
function signatureOf({ name, parameters, returns }: Piece): string {
  const signature = readSignature(`${name}(${parameters}): ${returns}`);
  if (signature === undefined) throw new Error(`${name} has a signature that cannot be read.`);
  return signature.text;
}

function contractOfPiece(piece: Piece): Contract {
  return {
    name: piece.name,
    signature: signatureOf(piece),
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

function planOf(composite: Composite, { uses }: Piece): string {
  const functions = uses.map((child) => {
    const { name, parameters, returns, purpose } = pieceOf(composite, child);
    return { name, parameters, returns, purpose, uses: [] };
  });
  return JSON.stringify({ functions } satisfies ProposedPlan);
}
