import type { LoadedPart } from '../../activities/ports/family';
import type { Json } from '../../schemas/hash';
import type { Spec, TextFile } from '../../schemas/spec';
import { packageReadme, type ReadmeWords } from '../package-readme';
import type { PlacedPart } from '../place-parts';
import { declaredNames, placeParts, TYPES_FILE, typesModule } from './module-source';
import { KEYWORDS } from './tokens';

/**
 * The finished package: a module for each part with the elected text in it byte for byte (I9), the types, and tests that
 * `python3 -m unittest` finds; Python 3.9 or later with nothing installed runs it.
 */
export function assemble(spec: Spec, parts: readonly LoadedPart[]): readonly TextFile[] {
  const placed = placeParts(parts);
  const entry = placed.at(-1);
  if (entry?.contract.name !== spec.entry.name)
    throw new Error(
      `expected the part ${spec.entry.name} last, found ${entry?.contract.name ?? 'no part'}`,
    );
  const folder = packageName(spec.name);
  return [
    { path: 'pyproject.toml', text: pyproject(spec.name, folder) },
    { path: 'README.md', text: packageReadme(spec, placed, readmeWords(spec, folder)) },
    { path: `${folder}/__init__.py`, text: indexModule(entry, spec.entry.types) },
    { path: `${folder}/py.typed`, text: '' },
    { path: `${folder}/${TYPES_FILE}.py`, text: typesModule(spec.entry.types) },
    ...placed.map(({ file, source }) => ({ path: `${folder}/${file}.py`, text: source })),
    { path: 'tests/__init__.py', text: '' },
    { path: EXAMPLES_TEST, text: examplesTest(spec, folder) },
  ];
}

function readmeWords({ entry }: Spec, folder: string): ReadmeWords {
  return {
    fence: 'python',
    declaration: (signature) => `def ${signature}: ...`,
    importLine: `from ${folder} import ${entry.name}`,
    example: ({ call, returns }) => `${call}  # ${JSON.stringify(returns)}`,
    testing:
      '`python3 -m unittest` checks every example; it needs Python 3.9 and nothing installed.',
    pathOf: (file) => `${folder}/${file}.py`,
  };
}

/** The package's own tests: one for each example of its spec. */
export const EXAMPLES_TEST = 'tests/test_examples.py';

/** The name by which the package is imported: the spec's, as far as it is one of Python's and taken by nothing in it. */
export function packageName(name: string): string {
  const identifier = name.replaceAll('-', '_');
  return KEYWORDS.has(identifier) || TAKEN.has(identifier) ? `${identifier}_` : identifier;
}

/** Names of folders beside it, and modules of Python's that the package or its tests import. */
const TAKEN = new Set(
  `tests acceptance unittest abc bisect cmath collections copy dataclasses datetime decimal enum fractions functools heapq
   itertools json math numbers operator re statistics string textwrap typing types unicodedata`.split(
    /\s+/,
  ),
);

function pyproject(name: string, folder: string): string {
  return `[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "${name}"
version = "1.0.0"
readme = "README.md"
requires-python = ">=3.9"

[tool.setuptools]
packages = ["${folder}"]

[tool.setuptools.package-data]
${folder} = ["py.typed"]
`;
}

function indexModule({ file, contract: { name } }: PlacedPart, types: string): string {
  const declared = declaredNames(types);
  const imports = [
    `from .${file} import ${name}`,
    ...(declared.length > 0 ? [`from .${TYPES_FILE} import ${declared.join(', ')}`] : []),
  ];
  const all = [name, ...declared].map((exported) => JSON.stringify(exported));
  return `${imports.join('\n')}\n\n__all__ = [${all.join(', ')}]\n`;
}

function examplesTest({ entry }: Spec, folder: string): string {
  const tests = entry.examples.map(
    ({ call, returns }, i) => `
    def test_example_${i + 1}(self):
        self.assertEqual(json_of(${call.trim().replace(/;$/, '')}), ${literal(returns)})
`,
  );
  const names = [entry.name, ...declaredNames(entry.types)];
  return `import dataclasses
import enum
import unittest
from collections import *
from datetime import *
from decimal import Decimal
from fractions import Fraction

from ${folder} import ${names.join(', ')}


def json_of(value):
    """Examples are stated in JSON, which has lists for tuples and sets, and objects for dataclasses."""
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {field.name: json_of(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key if isinstance(key, str) else key_of(key): json_of(part) for key, part in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((json_of(part) for part in value), key=repr)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return [json_of(part) for part in value] if hasattr(value, "__iter__") else str(value)


def key_of(key):
    return {True: "true", False: "false", None: "null"}.get(key, str(key)) if key is None or isinstance(key, bool) else str(key)


class Examples(unittest.TestCase):
    maxDiff = None
${tests.join('') || '    pass\n'}

if __name__ == "__main__":
    unittest.main()
`;
}

/** A JSON value as Python writes it. */
export function literal(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map((part) => literal(part as Json)).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}: ${literal(part)}`).join(', ')}}`;
}
