/** One token of Python: its text, and what kind of thing it is. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark';
  readonly text: string;
}

/** Cuts one logical line of Python into tokens; undefined when something in it is none. Comments are left out. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, string, name, number, mark] = match;
    if (string !== undefined) tokens.push({ kind: 'string', text: string });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
  }
  return tokens;
}

const STRING = String.raw`[rRbBuU]{0,2}(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')`;
const NUMBER = String.raw`(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)`;
const TOKEN = new RegExp(
  String.raw`\s+|#.*|(${STRING})|([A-Za-z_]\w*)|(${NUMBER})|(->|\.\.\.|\*\*|//|[()[\]{},:=|.*/+\-%])`,
  'y',
);

/** Reads tokens from left to right. */
export class TokenReader {
  #at = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Unreadable('found the end, expected more');
    this.#at += 1;
    return token;
  }

  /** Takes the mark or name if it is next. */
  accept(text: string): boolean {
    const token = this.peek();
    if (token?.text !== text || token.kind === 'string') return false;
    this.#at += 1;
    return true;
  }

  /** @throws Unreadable when something else is next. */
  expect(text: string): void {
    if (!this.accept(text))
      throw new Unreadable(`found '${this.peek()?.text ?? 'the end'}', expected '${text}'`);
  }

  /** Things separated by commas up to a closing mark, which is taken; a comma may stand before it. */
  list<T>(close: string, read: () => T): T[] {
    const items: T[] = [];
    while (!this.accept(close)) {
      items.push(read());
      if (!this.accept(',')) {
        this.expect(close);
        break;
      }
    }
    return items;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }
}

/** Thrown when a text is not of the form that is read; the message says what was found and expected. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Reads all of a text with `read`. @throws Unreadable */
export function readAll<T>(text: string, read: (reader: TokenReader) => T): T {
  const tokens = tokensOf(text);
  if (tokens === undefined)
    throw new Unreadable(`found '${text.slice(0, 60)}', which is no Python`);
  const reader = new TokenReader(tokens);
  const value = read(reader);
  const rest = reader.peek();
  if (rest !== undefined) throw new Unreadable(`found '${rest.text}', expected the end`);
  return value;
}

/** Names that can be none of a function or parameter. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in
   is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);
