import type { LoadedPart } from '../../activities/ports/family';
import type { Contract } from '../../schemas/contract';
import { type ModuleGrammar, type PlacedPart, placePartsIn } from '../place-parts';
import { readDeclarations } from './declarations';
import { readSignature } from './signature';

/** Name of the module with the contract's types, without its extension. */
export const TYPES_FILE = 'types';

const FUTURE = 'from __future__ import annotations\n';

const GRAMMAR: ModuleGrammar = {
  fileNameOf: (name) => name,
  taken: [TYPES_FILE, '__init__'],
  separator: '_',
  shapeOf: (signature) => readSignature(signature)?.shape,
  // Hints are then never evaluated: what is written for a newer Python runs on an older one.
  moduleSource: (code, contract, fileOf) => {
    const types = declaredNames(contract.types);
    const repeated = repeatedNames(code, contract);
    const imports = [
      ...givenTo(code, contract).map(importLine),
      ...(types.length > 0 ? [`from .${TYPES_FILE} import ${types.join(', ')}`] : []),
      ...contract.uses.map(({ name }) => `from .${fileOf(name)} import ${name}`),
    ];
    const above = `${FUTURE}${imports.length > 0 ? `\n${imports.join('\n')}\n` : ''}\n\n`;
    return repeated.length === 0 ? above + code : above + code + oneClassFor(repeated, code);
  },
};

/**
 * Gives each part a module of its own that imports the very parts it may use, with the elected text in it byte for byte
 * (I9). Where that repeats a type of its contract, the type's one class takes the place of the copy as the module ends.
 */
export function placeParts(parts: readonly LoadedPart[]): readonly PlacedPart[] {
  return placePartsIn(GRAMMAR, parts);
}

/** Names of the types that a contract declares, in their order; none where the text is not readable. */
export function declaredNames(types: string): readonly string[] {
  const read = readDeclarations(types);
  return 'names' in read ? [...read.names.keys()] : [];
}

/** What a part is given for the types that it repeats: names that their declarations are made with. */
export function givenNames(code: string, contract: Pick<Contract, 'types'>): readonly string[] {
  return givenTo(code, contract).flatMap(([, names]) => names.split(', '));
}

/** The module of a contract's types. */
export function typesModule(types: string): string {
  return `${FUTURE}\n${PRELUDE.map(importLine).join('\n')}\n\n\n${types.trim()}\n`
    .trimEnd()
    .concat('\n');
}

/** Small models often repeat the types that they are shown; a class is looked for in text alone, so one in a text counts, too. */
function repeatedNames(code: string, { types }: Pick<Contract, 'types'>): readonly string[] {
  const classes = new Set([...code.matchAll(/^class\s+(\w+)/gm)].map(([, name]) => name));
  return declaredNames(types).filter((name) => classes.has(name));
}

function oneClassFor(repeated: readonly string[], code: string): string {
  const ending = code.endsWith('\n') ? '' : '\n';
  return `${ending}\n\n# Declared above, too: all modules share one class.\nfrom .${TYPES_FILE} import ${repeated.join(', ')}\n`;
}

/** As models are shown the types, they have no imports: what repeats them needs those of their module. */
function givenTo(code: string, contract: Pick<Contract, 'types'>): readonly Import[] {
  if (repeatedNames(code, contract).length === 0) return [];
  const isNeeded = (name: string) =>
    [code, contract.types].every((text) => new RegExp(`\\b${name}\\b`).test(text)) &&
    !new RegExp(`^from .* import .*\\b${name}\\b`, 'm').test(code);
  return PRELUDE.map(
    ([module, names]) => [module, names.split(', ').filter(isNeeded).join(', ')] as const,
  ).filter(([, names]) => names !== '');
}

/** A module, and the names that are imported from it. */
type Import = readonly [module: string, names: string];

const importLine = ([module, names]: Import): string => `from ${module} import ${names}`;

/** What declarations of types are made with. */
const PRELUDE: readonly Import[] = [
  ['collections', 'Counter, OrderedDict, defaultdict, deque'],
  ['dataclasses', 'dataclass, field'],
  ['datetime', 'date, datetime, time, timedelta'],
  ['decimal', 'Decimal'],
  ['enum', 'Enum, IntEnum'],
  ['fractions', 'Fraction'],
  [
    'typing',
    'Any, Dict, Iterable, Iterator, List, Literal, Mapping, NamedTuple, Optional, Sequence, Set, Tuple, TypedDict, Union',
  ],
];
