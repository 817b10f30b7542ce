import type { Json } from '../../schemas/hash';
import { readData } from './data';
import { readAll, type TokenReader, Unreadable } from './tokens';

/** A type hint, read: what values of it look like. It goes into the sandbox as JSON. */
export type Hint =
  | { readonly kind: 'any' }
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'literal'; readonly values: readonly Json[] }
  | { readonly kind: 'union'; readonly options: readonly Hint[] }
  | { readonly kind: ItemKind; readonly item: Hint }
  | { readonly kind: 'tuple'; readonly items: readonly Hint[] | null; readonly item?: Hint }
  | { readonly kind: 'dict'; readonly key: Hint; readonly value: Hint }
  | ClassHint;

type ItemKind = 'list' | 'sequence' | 'iterator' | 'set' | 'frozenset' | 'deque';

/** A class that the contract's types declare. */
export interface ClassHint {
  readonly kind: 'class';
  readonly name: string;
  readonly form: 'dataclass' | 'NamedTuple' | 'TypedDict' | 'Enum' | 'Exception';
  readonly fields: Readonly<Record<string, Hint>>;
  /** Keys of a TypedDict that may be missing. */
  readonly optional: readonly string[];
  readonly members: readonly string[];
}

/** What the names that are not Python's own stand for. */
export type Names = ReadonlyMap<string, Hint>;

/** @throws Unreadable for a hint that is malformed, or of a kind for which there are no values. */
export function readHint(text: string, names: Names): Hint {
  return readAll(text, (reader) => hintIn(reader, names));
}

/** Reads one hint and leaves what follows it. @throws Unreadable */
export function hintIn(reader: TokenReader, names: Names): Hint {
  const options = [optionIn(reader, names)];
  while (reader.accept('|')) options.push(optionIn(reader, names));
  return unionOf(options);
}

function optionIn(reader: TokenReader, names: Names): Hint {
  const token = reader.next();
  // A hint may stand in quotes where what it names is declared later.
  if (token.kind === 'string') return readHint(token.text.slice(1, -1), names);
  if (token.kind !== 'name') throw new Unreadable(`found '${token.text}', expected a type`);
  let { text } = token;
  while (reader.accept('.')) text = reader.next().text;
  if (text === 'Literal') return literalIn(reader);
  const inner = reader.accept('[') ? reader.list(']', () => argumentIn(reader, names)) : [];
  return named(text, inner, names);
}

/** '...' and '()' stand for themselves in the brackets of a tuple. */
function argumentIn(reader: TokenReader, names: Names): Hint | '...' | '()' {
  if (reader.accept('...')) return '...';
  if (!reader.accept('(')) return hintIn(reader, names);
  reader.expect(')');
  return '()';
}

function literalIn(reader: TokenReader): Hint {
  reader.expect('[');
  const values = reader.list(']', () => readData(reader));
  return {
    kind: 'literal',
    values: values.map((data) => {
      if (data.kind !== 'constant') throw new Unreadable('found a Literal of no plain values');
      return data.value;
    }),
  };
}

const SCALARS: Readonly<Record<string, string>> = Object.fromEntries(
  `int float bool str bytes bytearray complex None Decimal Fraction date datetime time timedelta`
    .split(' ')
    .map((name) => [name, name]),
);

const ITEMS: Readonly<Record<string, ItemKind>> = {
  list: 'list',
  List: 'list',
  MutableSequence: 'list',
  Sequence: 'sequence',
  Collection: 'sequence',
  Iterable: 'iterator',
  Iterator: 'iterator',
  Generator: 'iterator',
  set: 'set',
  Set: 'set',
  MutableSet: 'set',
  AbstractSet: 'set',
  frozenset: 'frozenset',
  FrozenSet: 'frozenset',
  deque: 'deque',
  Deque: 'deque',
};

const DICTS = new Set(
  `dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict`.split(' '),
);

const ANY: Hint = { kind: 'any' };

function named(name: string, inner: readonly (Hint | '...' | '()')[], names: Names): Hint {
  const [first = ANY, second = ANY] = inner.filter((part) => typeof part !== 'string');
  const declared = names.get(name);
  if (declared) return declared;
  const scalar = SCALARS[name];
  if (scalar !== undefined) return { kind: 'scalar', name: scalar };
  if (name === 'Any' || name === 'object') return ANY;
  const item = ITEMS[name];
  if (item !== undefined) return { kind: item, item: first };
  if (name === 'tuple' || name === 'Tuple') return tupleOf(inner);
  if (DICTS.has(name)) return { kind: 'dict', key: first, value: second };
  if (name === 'Counter')
    return { kind: 'dict', key: first, value: { kind: 'scalar', name: 'int' } };
  if (name === 'Optional') return unionOf([first, { kind: 'scalar', name: 'None' }]);
  if (name === 'Union') return unionOf(inner.filter((part) => typeof part !== 'string'));
  throw new Unreadable(
    `found the type ${name}, expected one of Python's data types or one that types declares`,
  );
}

function tupleOf(inner: readonly (Hint | '...' | '()')[]): Hint {
  const items = inner.filter((part) => typeof part !== 'string');
  if (inner.length === 0) return { kind: 'tuple', items: null, item: ANY };
  return inner.includes('...')
    ? { kind: 'tuple', items: null, item: items[0] ?? ANY }
    : { kind: 'tuple', items };
}

function unionOf(options: readonly Hint[]): Hint {
  const flat = options.flatMap((option) => (option.kind === 'union' ? option.options : [option]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind: 'union', options: flat };
}
