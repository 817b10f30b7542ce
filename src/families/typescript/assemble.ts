import type { LoadedPart } from '../../activities/ports/family';
import type { Spec, TextFile } from '../../schemas/spec';
import { packageReadme, type ReadmeWords } from '../package-readme';
import type { PlacedPart } from '../place-parts';
import { emit, programOf } from './compiler';
import { placeParts } from './layout';
import { exportedTypes, typeNames } from './module-source';
import { readSignature } from './signature';

/**
 * The finished package: TypeScript sources with the elected texts byte for byte (I9), the JavaScript and declarations
 * compiled from them, so that it runs and tests itself on plain Node 20 with nothing installed, and its README.
 */
export function assemble(spec: Spec, parts: readonly LoadedPart[]): readonly TextFile[] {
  const placed = placeParts(parts);
  const entry = placed.at(-1);
  if (entry?.contract.name !== spec.entry.name)
    throw new Error(
      `expected the part ${spec.entry.name} last, found ${entry?.contract.name ?? 'no part'}`,
    );
  const sources = [
    ...placed.map(({ file, source }) => ({ path: `src/${file}.ts`, text: source })),
    { path: 'src/types.ts', text: exportedTypes(spec.entry.types) },
    { path: 'src/index.ts', text: indexModule(entry, spec.entry.types) },
  ];
  return [
    { path: 'package.json', text: asJson(packageJson(spec)) },
    { path: 'tsconfig.json', text: asJson(TSCONFIG) },
    { path: 'README.md', text: packageReadme(spec, placed, readmeWords(spec)) },
    ...sources,
    ...compiled(sources),
    { path: EXAMPLES_TEST, text: examplesTest(spec) },
  ];
}

function readmeWords({ name, entry }: Spec): ReadmeWords {
  return {
    fence: 'ts',
    declaration: (signature) => signature,
    importLine: `import { ${entry.name} } from '${name}';`,
    example: ({ call, returns }) => `${call}; // ${JSON.stringify(returns)}`,
    testing: '`npm test` checks every example; it needs Node 20 and nothing installed.',
    pathOf: (file) => `src/${file}.ts`,
  };
}

/** The package's own tests: one for each example of its spec. */
export const EXAMPLES_TEST = 'test/examples.test.mjs';

function packageJson({ name }: Spec) {
  return {
    name,
    version: '1.0.0',
    type: 'module',
    main: './dist/index.js',
    types: './dist/index.d.ts',
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['dist', 'src'],
    engines: { node: '>=20' },
    scripts: { build: 'tsc -p .', test: 'node --test' },
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    strict: true,
    declaration: true,
    types: [],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

function indexModule({ file, contract: { name } }: PlacedPart, types: string): string {
  const names = typeNames(types);
  const reexport =
    names.length > 0 ? `export type { ${names.join(', ')} } from './types.js';\n` : '';
  return `export { ${name} } from './${file}.js';\n${reexport}`;
}

function compiled(sources: readonly TextFile[]): readonly TextFile[] {
  const rooted = Object.fromEntries(sources.map(({ path, text }) => [`/${path}`, text]));
  const emitted = emit(programOf(rooted, { declaration: true }));
  return [...emitted].map(([path, text]) => ({ path: path.replace(/^\/src\//, 'dist/'), text }));
}

function examplesTest({ entry }: Spec): string {
  const isAsync = readSignature(entry.signature)?.result.startsWith('Promise<') ?? false;
  // An entry may be called like something this file declares itself.
  const named = (own: string) => (own === entry.name ? `$${own}` : own);
  const [test, assert, json, isSayable] = [
    named('test'),
    named('assert'),
    named('json'),
    named('isSayable'),
  ];
  const tests = entry.examples.map(({ call, returns }, i) => {
    const result = isAsync ? `await ${call}` : call;
    return `${test}(${JSON.stringify(`example ${i + 1}: ${call}`)}, ${isAsync ? 'async ' : ''}() => {
  ${assert}.deepEqual(${json}(${result}), ${JSON.stringify(returns)});
});
`;
  });
  return `import { test${test === 'test' ? '' : ` as ${test}`} } from 'node:test';
import ${assert} from 'node:assert/strict';
import { ${entry.name} } from '../dist/index.js';

// Examples are stated in JSON, which knows neither undefined nor -0; what it cannot say at all stays different.
const ${json} = (value) => JSON.parse(JSON.stringify(value ?? null, (_, part) => (${isSayable}(part) ? part : String(part))));
const ${isSayable} = (part) => typeof part !== 'number' || Number.isFinite(part);

${tests.join('\n')}`;
}

function asJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
