import type { LoadedPart } from '../../activities/ports';
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
    const imports = [
      ...(types.length > 0 ? [`from .${TYPES_FILE} import ${types.join(', ')}`] : []),
      ...contract.uses.map(({ name }) => `from .${fileOf(name)} import ${name}`),
    ];
    return `${FUTURE}${imports.length > 0 ? `\n${imports.join('\n')}\n` : ''}\n\n${code}`;
  },
};

/** Gives each part a module of its own that imports the very parts it may use; the elected text ends it, byte for byte (I9). */
export function placeParts(parts: readonly LoadedPart[]): readonly PlacedPart[] {
  return placePartsIn(GRAMMAR, parts);
}

/** Names of the types that a contract declares, in their order; none where the text is not readable. */
export function declaredNames(types: string): readonly string[] {
  const read = readDeclarations(types);
  return 'names' in read ? [...read.names.keys()] : [];
}

/** The module of a contract's types. */
export function typesModule(types: string): string {
  return `${FUTURE}\n${PRELUDE}\n\n${types.trim()}\n`.trimEnd().concat('\n');
}

/** What declarations of types are made with. */
const PRELUDE = `from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from typing import Any, Dict, Iterable, Iterator, List, Literal, Mapping, NamedTuple, Optional, Sequence, Set, Tuple, TypedDict, Union
`;
