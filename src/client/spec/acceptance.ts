import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextFile } from '../../schemas/spec';
import { fault, type SpecFault } from './fault';
import { filesMatching } from './glob';

/** The acceptance tests that the patterns name, or the faults of the patterns; every pattern has to match a file. */
export async function readAcceptance(
  folder: string,
  patterns: readonly string[],
  line: number,
): Promise<{ readonly files: readonly TextFile[]; readonly faults: readonly SpecFault[] }> {
  const matches = await Promise.all(patterns.map((pattern) => match(folder, pattern)));
  const paths = [...new Set(matches.flat())].sort();
  const faults = patterns.flatMap((pattern, at) => faultOf(pattern, matches[at] ?? [], line));
  if (paths.length > MAX_FILES) {
    const mismatch = { found: `${paths.length} files`, expected: `at most ${MAX_FILES}` };
    faults.push(fault(line, 'acceptance', mismatch));
  }
  if (faults.length > 0) return { files: [], faults };
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })),
  );
  return { files, faults };
}

/** More would not be read by anyone, and the pattern is most likely too wide. */
const MAX_FILES = 100;

async function match(folder: string, pattern: string): Promise<string[]> {
  return leavesFolder(pattern) ? [] : filesMatching(folder, pattern);
}

function faultOf(pattern: string, matches: readonly string[], line: number): SpecFault[] {
  const found = `the pattern ${pattern}`;
  if (leavesFolder(pattern)) {
    const expected = "a path inside the spec's folder, with forward slashes";
    return [fault(line, 'acceptance', { found, expected })];
  }
  if (matches.length > 0) return [];
  const mismatch = {
    found: `${found}, which matches no file`,
    expected: "files in the spec's folder",
  };
  return [fault(line, 'acceptance', mismatch)];
}

function leavesFolder(pattern: string): boolean {
  return (
    /^([a-zA-Z]:|[\\/])/.test(pattern) ||
    pattern.includes('\\') ||
    pattern.split('/').includes('..')
  );
}
