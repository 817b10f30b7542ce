/** One thing that is wrong with a spec. */
export interface SpecFault {
  /** Line in the file, counted from 1; null when the fault belongs to no line. */
  readonly line: number | null;
  /** The field it concerns, as a path ('examples[1].returns'); null for the file as a whole. */
  readonly field: string | null;
  /** What was found and what was expected. */
  readonly message: string;
}

/** All faults of one spec file; a spec with any fault is not built. */
export interface SpecFaults {
  readonly file: string;
  readonly faults: readonly SpecFault[];
}

/** One message for all faults, in the order of the lines, each as `file:line field: message`. */
export function describeFaults({ file, faults }: SpecFaults): string {
  const inOrder = [...faults].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return [
    `${file} has ${count}; nothing was started.`,
    ...inOrder.map((fault) => oneLine(file, fault)),
  ].join('\n');
}

/** A fault in the words all faults share. */
export function fault(line: number | null, field: string | null, mismatch: Mismatch): SpecFault {
  return { line, field, message: `found ${mismatch.found}, expected ${mismatch.expected}` };
}

interface Mismatch {
  readonly found: string;
  readonly expected: string;
}

/** Writes a value of the header as short as an error message needs it, at most 80 characters. */
export function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function oneLine(file: string, { line, field, message }: SpecFault): string {
  const place = line === null ? file : `${file}:${line}`;
  return `  ${place}${field === null ? '' : ` ${field}`}: ${message}`;
}
