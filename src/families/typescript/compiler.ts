import * as ts from 'typescript';
import { LIBRARY_FILE, libraryText } from './library';

/** Source texts by path; paths are absolute and virtual ('/src/words.ts'). */
export type Sources = Readonly<Record<string, string>>;

/** What answers are checked against: ES2023 and nothing of Node or a browser, strict, index access as models expect it. */
const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  types: [],
  skipLibCheck: true,
};

/** Builds a program over `sources` alone; the library is parsed and bound once for the life of the process. */
export function programOf(
  sources: Sources,
  options: Pick<ts.CompilerOptions, 'declaration'> = {},
): ts.Program {
  const host: ts.CompilerHost = {
    getSourceFile: (path) =>
      Object.hasOwn(sources, path) ? parse(path, sources[path] ?? '') : libraryFile(path),
    getDefaultLibFileName: () => LIBRARY_FILE,
    fileExists: (path) => Object.hasOwn(sources, path),
    readFile: (path) => sources[path],
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  return ts.createProgram(Object.keys(sources), { ...COMPILER_OPTIONS, ...options }, host);
}

/** What a program makes of one of its files, or of all: texts by path. */
export function emit(program: ts.Program, file?: ts.SourceFile): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  program.emit(file, (path, text) => void texts.set(path, text));
  return texts;
}

/** Parses one file, without what its comments document; never fails: faults are found by `syntaxErrors`. */
export function parse(path: string, text: string): ts.SourceFile {
  const jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const options = { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode };
  return ts.createSourceFile(path, text, options, true);
}

/** Faults of syntax alone, known without a program. */
export function syntaxErrorsIn(file: ts.SourceFile): readonly ts.Diagnostic[] {
  // TypeScript keeps them on the node and declares them nowhere.
  return (file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] })
    .parseDiagnostics;
}

/** The file's faults, syntax first: only these when there are any, since types of unreadable code say nothing. */
export function errorsIn(program: ts.Program, path: string): readonly ts.Diagnostic[] {
  const file = program.getSourceFile(path);
  const syntax = program.getSyntacticDiagnostics(file);
  return syntax.length > 0 ? syntax : program.getSemanticDiagnostics(file);
}

/** One line for one fault, its line counted from `firstLine` (0-based) of the file. */
export function describeError(error: ts.Diagnostic, firstLine = 0): string {
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ').replace(/\s+/g, ' ');
  if (error.file === undefined || error.start === undefined) return message;
  const { line } = error.file.getLineAndCharacterOfPosition(error.start);
  return `line ${line - firstLine + 1}: ${message}`;
}

/** The JavaScript of one module, types erased, everything else as written. */
export function transpile(text: string, module: ts.ModuleKind = ts.ModuleKind.ESNext): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** Has the library parsed and bound, which holds up the event loop for a second or more, as no later program does. */
export function makeReady(): void {
  const path = '/src/empty.ts';
  errorsIn(programOf({ [path]: 'export {};' }), path);
}

let library: ts.SourceFile | undefined;

function libraryFile(path: string): ts.SourceFile | undefined {
  if (path !== LIBRARY_FILE) return undefined;
  library ??= parse(LIBRARY_FILE, libraryText());
  return library;
}
