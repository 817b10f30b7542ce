import { Unreadable, readAll, type TokenReader } from './tokens';

/** An expression of data as Python writes it; 'computed' for what only running it can tell. */
export type Data =
  | {
      readonly kind: 'constant';
      readonly type: ConstantType;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Data[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Data, Data])[] }
  | { readonly kind: 'member'; readonly of: string; readonly name: string }
  | Call
  | { readonly kind: 'computed' };

type ConstantType = 'None' | 'bool' | 'int' | 'float' | 'complex' | 'str' | 'bytes';

/** A call by name, its arguments in their order. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Data[];
  readonly keywords: readonly (readonly [string, Data])[];
}

/** The one call that a text is, arguments of data included. @throws Unreadable */
export function readCall(text: string): Call {
  const data = readAll(text.trim().replace(/;$/, ''), readData);
  if (data.kind !== 'call') throw new Unreadable(`found '${text.slice(0, 60)}', expected one call`);
  return data;
}

/** Reads one expression and leaves what follows it. @throws Unreadable */
export function readData(reader: TokenReader): Data {
  const first = unaryIn(reader);
  let isComputed = false;
  while (OPERATORS.some((mark) => reader.accept(mark))) {
    unaryIn(reader);
    isComputed = true;
  }
  return isComputed ? { kind: 'computed' } : first;
}

const OPERATORS = ['+', '-', '*', '**', '//', '/', '%'];

function unaryIn(reader: TokenReader): Data {
  if (reader.accept('+')) return unaryIn(reader);
  if (!reader.accept('-')) return primaryIn(reader);
  const data = unaryIn(reader);
  return data.kind === 'constant' && typeof data.value === 'number'
    ? { ...data, value: -data.value }
    : { kind: 'computed' };
}

function primaryIn(reader: TokenReader): Data {
  const token = reader.next();
  if (token.kind === 'number') return numberOf(token.text);
  if (token.kind === 'string') return stringIn(token.text, reader);
  if (token.kind === 'name') return namedIn(token.text, reader);
  switch (token.text) {
    case '[':
      return { kind: 'list', items: reader.list(']', () => readData(reader)) };
    case '(':
      return parenthesisIn(reader);
    case '{':
      return bracesIn(reader);
    default:
      throw new Unreadable(`found '${token.text}', expected data such as numbers, texts or lists`);
  }
}

function numberOf(text: string): Data {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits.endsWith('j')) return { kind: 'constant', type: 'complex', value: digits };
  const isInt = /^(?:0[xbo]|\d+$)/.test(digits);
  return { kind: 'constant', type: isInt ? 'int' : 'float', value: Number(digits) };
}

function stringIn(first: string, reader: TokenReader): Data {
  const texts = [first];
  // Strings side by side are one.
  while (reader.peek()?.kind === 'string') texts.push(reader.next().text);
  const isBytes = /^[rRuU]?[bB]/.test(first);
  const value = texts.map(textOf).join('');
  return { kind: 'constant', type: isBytes ? 'bytes' : 'str', value };
}

/** What a string literal says. */
function textOf(literal: string): string {
  const [, prefix = '', , body = ''] = /^(\w*)("""|'''|"|')([^]*)\2$/.exec(literal) ?? [];
  if (/r/i.test(prefix)) return body;
  return body.replace(ESCAPE, (_, code: string) => {
    const hex = /^[xuU]([\da-fA-F]+)$/.exec(code)?.[1];
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (/^[0-7]/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
    return code === '\n' ? '' : (ESCAPES[code] ?? `\\${code}`);
  });
}

const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[^])/g;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

const NAMED_CONSTANTS: Readonly<Record<string, Data>> = {
  None: { kind: 'constant', type: 'None', value: null },
  True: { kind: 'constant', type: 'bool', value: true },
  False: { kind: 'constant', type: 'bool', value: false },
};

function namedIn(name: string, reader: TokenReader): Data {
  const constant = NAMED_CONSTANTS[name];
  if (constant) return constant;
  if (reader.accept('.')) return { kind: 'member', of: name, name: reader.next().text };
  reader.expect('(');
  const args: Data[] = [];
  const keywords: (readonly [string, Data])[] = [];
  reader.list(')', () => {
    const isKeyword = reader.peek()?.kind === 'name' && reader.peek(1)?.text === '=';
    if (!isKeyword) return args.push(readData(reader));
    const { text } = reader.next();
    reader.expect('=');
    return keywords.push([text, readData(reader)]);
  });
  return { kind: 'call', name, args, keywords };
}

function parenthesisIn(reader: TokenReader): Data {
  if (reader.accept(')')) return { kind: 'tuple', items: [] };
  const first = readData(reader);
  if (reader.accept(')')) return first;
  reader.expect(',');
  return { kind: 'tuple', items: [first, ...reader.list(')', () => readData(reader))] };
}

function bracesIn(reader: TokenReader): Data {
  if (reader.accept('}')) return { kind: 'dict', entries: [] };
  const first = readData(reader);
  if (!reader.accept(':')) {
    const others = reader.accept(',')
      ? reader.list('}', () => readData(reader))
      : (reader.expect('}'), []);
    return { kind: 'set', items: [first, ...others] };
  }
  const entries = [[first, readData(reader)] as const];
  if (reader.accept(','))
    entries.push(
      ...reader.list('}', () => {
        const key = readData(reader);
        reader.expect(':');
        return [key, readData(reader)] as const;
      }),
    );
  else reader.expect('}');
  return { kind: 'dict', entries };
}
