import { readData } from './data';
import { type Hint, hintIn, type Names } from './hints';
import { KEYWORDS, readAll, type Token, TokenReader, Unreadable } from './tokens';

/** One parameter that may be given by its place in a call. */
export interface Parameter {
  readonly name: string;
  readonly hint: Hint;
  /** Whether a call may leave it out. */
  readonly optional: boolean;
}

/** A function's signature in the one form in which equal signatures are equal texts. */
export interface Signature {
  readonly name: string;
  /** `name(a: T, b: U = 1) -> R`, with single spaces. */
  readonly text: string;
  /** The types of its parameters and of its result: what the function is, whatever it and they are called. */
  readonly shape: string;
  /** The text of the result's hint. */
  readonly result: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly hint: string;
    readonly optional: boolean;
  }[];
}

/** Reads `name(a: T) -> R`, with or without `def` and a closing colon; undefined when it is none, or lacks a hint. */
export function readSignature(written: string): Signature | undefined {
  const text = written
    .trim()
    .replace(/^def\s+/, '')
    .replace(/:\s*(?:\.\.\.)?$/, '');
  try {
    return readAll(text, signatureIn);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** The hints of a signature as types. @throws Unreadable for a type that is not known. */
export function hintsOf(
  { parameters, result }: Signature,
  names: Names,
): { readonly parameters: readonly Parameter[]; readonly result: Hint } {
  const hint = (text: string) => readAll(text, (reader) => hintIn(reader, names));
  return {
    parameters: parameters.map((parameter) => ({ ...parameter, hint: hint(parameter.hint) })),
    result: hint(result),
  };
}

function signatureIn(reader: TokenReader): Signature {
  const name = identifierIn(reader);
  reader.expect('(');
  const parameters = reader.list(')', () => parameterIn(reader));
  reader.expect('->');
  const result = textUntil(reader, []);
  const head = parameters.map((part) => `${part.name}: ${part.hint}${part.written}`).join(', ');
  return {
    name,
    text: `${name}(${head}) -> ${result}`,
    shape: `(${parameters.map(({ hint, optional }) => hint + (optional ? '?' : '')).join(', ')}) -> ${result}`,
    result,
    parameters,
  };
}

function parameterIn(reader: TokenReader) {
  const name = identifierIn(reader);
  reader.expect(':');
  const hint = textUntil(reader, [',', ')', '=']);
  if (!reader.accept('=')) return { name, hint, optional: false, written: '' };
  const tokens = tokensUntil(reader, [',', ')']);
  const value = new TokenReader(tokens);
  readData(value);
  if (!value.isAtEnd()) throw new Unreadable('found a default that is no data');
  return { name, hint, optional: true, written: ` = ${spaced(tokens)}` };
}

function identifierIn(reader: TokenReader): string {
  const { kind, text } = reader.next();
  if (kind !== 'name' || KEYWORDS.has(text))
    throw new Unreadable(`found '${text}', expected a name`);
  return text;
}

function textUntil(reader: TokenReader, ends: readonly string[]): string {
  const tokens = tokensUntil(reader, ends);
  if (tokens.length === 0) throw new Unreadable('found no type');
  return spaced(tokens);
}

/** Up to one of the marks outside of all brackets. */
function tokensUntil(reader: TokenReader, ends: readonly string[]): readonly Token[] {
  const taken: Token[] = [];
  let depth = 0;
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    const mark = token.kind === 'mark' ? token.text : '';
    if (depth === 0 && ends.includes(mark)) break;
    if ('([{'.includes(mark) && mark !== '') depth += 1;
    if (')]}'.includes(mark) && mark !== '') depth -= 1;
    taken.push(reader.next());
  }
  return taken;
}

function spaced(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, text }) => {
      if (kind !== 'mark') return text;
      if (text === ',' || text === ':') return `${text} `;
      return text === '|' ? ' | ' : text;
    })
    .join('')
    .trim();
}
