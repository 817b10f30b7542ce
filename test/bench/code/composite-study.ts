import { inputsOf } from '../../../src/families/typescript/inputs';
import type { Json } from '../../../src/schemas/hash';
import type { ProposedPlan } from '../../../src/schemas/plan';
import type { Draw, Study } from './author';
import {
  type Composite,
  contractOfPiece,
  functionName,
  type Piece,
  pieceOf,
  signatureOf,
} from './composites';
import { type BenchLanguage, pythonLiteral } from './contracts';
import { pythonCall } from './python-call';
import { restyle, STYLES } from './restyle';
import { runnable, runnableInPython, type RunPython } from './run-solution';

/**
 * The functions of a program as an author knows them that is wrong in each line of code with the same probability,
 * whatever stands around it: who writes all in one go writes more lines.
 */
export function studiesOf(composite: Composite, wrongPerLine: number): readonly Study[] {
  return composite.functions.map((piece) => {
    const whole = [...below(composite, piece), piece];
    const right = runnable(rightCode(whole, 'typescript'));
    const pythonRight = runnableInPython(rightCode(whole, 'python'));
    const literal = literalFor(piece);
    let known: readonly string[] | undefined;
    let shared: readonly string[] | undefined;
    const calls = () => (known ??= inputsOf(contractOfPiece(piece, 'typescript')).calls);
    return {
      signature: {
        typescript: signatureOf(piece, 'typescript'),
        python: signatureOf(piece, 'python'),
      },
      ...(piece.uses.length === 0
        ? {}
        : { plan: (language) => planOf(composite, piece, language) }),
      right,
      pythonRight,
      wrong: wrongCodes(whole, 'typescript').map(runnable),
      calls: (language) =>
        language === 'typescript'
          ? calls()
          : (shared ??= callsAlike(calls(), {
              piece,
              literal,
              run: right.run,
              runPython: pythonRight,
            })),
      pythonLiteral: literal,
      write: (language, draw, user) => {
        // Pieces that exist already are declared in the prompt.
        const exist = piece.uses.some((name) => user.includes(` ${functionName(name, language)}(`));
        const written = (exist ? [piece] : whole).map((part) =>
          flawed(part, { language, draw, wrongPerLine }),
        );
        return restyle(codeOf(written, language), language, Math.floor(draw('style') * STYLES));
      },
    } satisfies Study;
  });
}

/** All that a piece calls, callees first. */
function below(composite: Composite, { uses }: Piece): readonly Piece[] {
  return uses.flatMap((name) => {
    const piece = pieceOf(composite, name);
    return [...below(composite, piece), piece];
  });
}

/** A program's right code, and the same with each mistake of each piece. */
export function codesOf(
  composite: Composite,
  language: BenchLanguage,
): { readonly right: string; readonly wrong: readonly string[] } {
  const entry = pieceOf(composite, composite.entry);
  const whole = [...below(composite, entry), entry];
  return { right: rightCode(whole, language), wrong: wrongCodes(whole, language) };
}

function rightCode(whole: readonly Piece[], language: BenchLanguage): string {
  return codeOf(
    whole.map((piece) => piece[language].code),
    language,
  );
}

function wrongCodes(whole: readonly Piece[], language: BenchLanguage): readonly string[] {
  return whole.flatMap((part) =>
    part[language].wrong.map((edit) =>
      codeOf(
        whole.map((other) =>
          other === part ? edited(part, language, edit) : other[language].code,
        ),
        language,
      ),
    ),
  );
}

function flawed(
  part: Piece,
  given: { readonly language: BenchLanguage; readonly draw: Draw; readonly wrongPerLine: number },
): string {
  const { language, draw, wrongPerLine } = given;
  const { code, wrong } = part[language];
  const lines = code.trim().split('\n').length;
  if (draw('defect', part.name) < (1 - wrongPerLine) ** lines) return code;
  const mistake = wrong[Math.floor(draw('mistake', part.name) * wrong.length)];
  return mistake === undefined ? code : edited(part, language, mistake);
}

/** One module of some functions, of which only the last is exported. */
function codeOf(codes: readonly string[], language: BenchLanguage): string {
  if (language === 'python') return codes.join('\n\n');
  return codes
    .map((code, i) => (i < codes.length - 1 ? code.replace('export function', 'function') : code))
    .join('\n');
}

function edited(
  piece: Piece,
  language: BenchLanguage,
  [from, to]: readonly [string, string],
): string {
  const { code } = piece[language];
  if (code.split(from).length !== 2)
    throw new Error(`${piece.name}: expected ${JSON.stringify(from)} once in its code`);
  return code.split(from).join(to);
}

/** How an argument is written in Python: items of a list are tuples where the function takes tuples. */
function literalFor({ python }: Piece): (value: Json) => string {
  const tuple = (value: Json): string =>
    Array.isArray(value) ? `(${value.map(pythonLiteral).join(', ')})` : pythonLiteral(value);
  return (value) =>
    Array.isArray(value) && python.parameters.includes('tuple[')
      ? `[${value.map(tuple).join(', ')}]`
      : pythonLiteral(value);
}

/**
 * The calls on which right code does not say one thing in TypeScript and another in Python: on texts that nobody meant each
 * has its own ways.
 */
function callsAlike(
  calls: readonly string[],
  on: {
    readonly piece: Piece;
    readonly literal: (value: Json) => string;
    readonly run: (call: string) => string | null;
    readonly runPython: RunPython;
  },
): readonly string[] {
  const { piece, literal, run, runPython } = on;
  const name = functionName(piece.name, 'python');
  const both = calls.flatMap((call) => {
    const python = pythonCall(call, name, literal);
    return python === undefined ? [] : [{ call, python }];
  });
  const results = runPython(both.map(({ python }) => python));
  return both
    .filter(({ call }, i) => {
      const told = run(call);
      return told === results[i] || (results[i] === null && isNothing(told));
    })
    .map(({ call }) => call);
}

/** Whether JSON has no word for a result, as for NaN, or there is none. */
function isNothing(told: string | null): boolean {
  return told === null || told.includes('null');
}

function planOf(composite: Composite, { uses }: Piece, language: BenchLanguage): string {
  const functions = uses.map((child) => {
    const piece = pieceOf(composite, child);
    const { parameters, returns } = piece[language];
    const name = functionName(child, language);
    return { name, parameters, returns, purpose: piece.purpose, uses: [] };
  });
  return JSON.stringify({ functions } satisfies ProposedPlan);
}
