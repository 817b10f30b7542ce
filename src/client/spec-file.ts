import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { checkSpec as checkPythonSpec } from '../families/python';
import { checkSpec as checkTypescriptSpec } from '../families/typescript';
import type { FamilyName } from '../schemas/contract';
import type { AnySpec, Spec, TextFile } from '../schemas/spec';
import { readAcceptance } from './spec/acceptance';
import { fault, quote, type SpecFault, type SpecFaults } from './spec/fault';
import { readHeader, type ReadHeader } from './spec/header';
import { type CodeHeader, headerForm } from './spec/header-schema';
import { cutMarkdown, loadMarkdown, type Markdown } from './spec/markdown';

/** A spec that may be built, and the SHA-256 of the file as it stands on disk. */
export interface SpecFile {
  readonly spec: AnySpec;
  readonly sha256: string;
}

/** Reads a spec with its acceptance tests; never throws for what is wrong with it, but lists every fault. */
export async function readSpecFile(file: string): Promise<SpecFile | SpecFaults> {
  const loaded = await loadMarkdown(file);
  if ('message' in loaded) return { file, faults: [loaded] };
  const markdown = cutMarkdown(loaded.text);
  if ('message' in markdown) return { file, faults: [markdown] };
  const read = readHeader(markdown.yaml, FIRST_HEADER_LINE);
  if ('faults' in read) {
    const prose = read.needsProse ? faultsOfProse(markdown) : [];
    return { file, faults: [...read.faults, ...prose] };
  }
  const { header, lineOf } = read;
  const sha256 = createHash('sha256').update(loaded.bytes).digest('hex');
  // The steps of a chain are known: its prose, if there is any, is for whoever reads the file.
  if (header.family === 'hanoi') return { spec: header, sha256 };
  const patterns = [header.acceptance].flat();
  const acceptance = await readAcceptance(dirname(file), patterns, lineOf(['acceptance']));
  const spec = toSpec(header, markdown.prose, acceptance.files);
  const faults = [...faultsOfProse(markdown), ...acceptance.faults, ...faultsOfEntry(spec, lineOf)];
  return faults.length > 0 ? { file, faults } : { spec, sha256 };
}

/** The header's first line stands below the opening ---. */
const FIRST_HEADER_LINE = 2;
/** What Contract allows for a description: more would not fit a small model's prompt. */
const MAX_PROSE = 4_000;

function faultsOfProse({ prose, proseLine }: Markdown): SpecFault[] {
  if (prose === '') {
    return [
      fault(proseLine, null, {
        found: 'no text below the header',
        expected: 'prose that says what to build',
      }),
    ];
  }
  if (prose.length <= MAX_PROSE) return [];
  const found = `${prose.length} characters of prose`;
  return [fault(proseLine, null, { found, expected: `at most ${MAX_PROSE}` })];
}

function toSpec(header: CodeHeader, prose: string, acceptance: readonly TextFile[]): Spec {
  const { name, family, entry, types, examples, laws, ...wishes } = header;
  return {
    name,
    family,
    entry: {
      name: nameIn(entry) ?? '',
      signature: entry,
      description: prose,
      types,
      examples,
      background: '',
      cases: [],
      probes: [],
      uses: [],
      laws,
    },
    ...wishes,
    acceptance: [...acceptance],
  };
}

/** What only the language of a spec can see. */
const CHECKS: Readonly<Record<FamilyName, (spec: Spec) => readonly string[]>> = {
  typescript: checkTypescriptSpec,
  python: checkPythonSpec,
};

/** The function's name, where the text has at least the outline of a signature; the family judges the rest. */
function nameIn(signature: string): string | undefined {
  return /^\s*([A-Za-z_][A-Za-z0-9_]{0,63})\s*(?:<.*>\s*)?\(.*\)\s*(?::|->)\s*\S/s.exec(
    signature,
  )?.[1];
}

function faultsOfEntry(spec: Spec, lineOf: ReadHeader['lineOf']): SpecFault[] {
  if (spec.entry.name === '') {
    const mismatch = {
      found: quote(spec.entry.signature),
      expected: headerForm(spec.family).expected['entry'] ?? '',
    };
    return [fault(lineOf(['entry']), 'entry', mismatch)];
  }
  return CHECKS[spec.family](spec).map((message) => placed(message, lineOf));
}

/** A family begins its message with what it speaks of: 'entry', 'types', 'acceptance', or 'example' or 'law' with a number from 1. */
function placed(message: string, lineOf: ReadHeader['lineOf']): SpecFault {
  const [, subject, number] =
    /^(entry|types|acceptance|example|law)\b(?: (\d+))?/.exec(message) ?? [];
  if (subject === undefined) return { line: null, field: null, message };
  const path = number === undefined ? [subject] : [`${subject}s`, Number(number) - 1];
  return { line: lineOf(path), field: null, message };
}
