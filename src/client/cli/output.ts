import { type Line, type LineStyle, renderLine } from '../view/line';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  /** Lines of the result; nothing when the result is JSON. */
  readonly result: (lines: readonly Line[]) => void;
  /** The result as one JSON document; nothing when it is lines. At most once in a command. */
  readonly json: (document: unknown) => void;
  /** Progress and advice, one line. */
  readonly note: (text: string) => void;
  readonly notes: (lines: readonly Line[]) => void;
  /** Passes on text as it is, its line ends included. */
  readonly relay: (text: string) => void;
  readonly screen: Screen;
}

/** Lines on stderr that can be drawn over; only on a terminal. */
interface Screen {
  readonly isLive: boolean;
  /** Replaces what was drawn before. */
  readonly draw: (lines: readonly Line[]) => void;
  /** Leaves what was drawn last, and writes on below it. */
  readonly release: () => void;
}

/** The part of a standard stream that is used here. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: NodeJS.ProcessEnv;
  readonly json: boolean;
}

/** Output on two streams; colours and redrawing only where the stream is a terminal. */
export function createOutput({ stdout, stderr, env, json }: OutputOptions): Output {
  const write = (sink: Sink, lines: readonly Line[]): void => {
    for (const line of lines) sink.write(`${renderLine(line, styleOf(sink, env))}\n`);
  };
  return {
    result(lines) {
      if (!json) write(stdout, lines);
    },
    json(document) {
      if (json) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    note(text) {
      stderr.write(`${text}\n`);
    },
    notes(lines) {
      write(stderr, lines);
    },
    relay(text) {
      stderr.write(text);
    },
    screen: createScreen(stderr, env),
  };
}

function createScreen(sink: Sink, env: NodeJS.ProcessEnv): Screen {
  let drawn = 0;
  return {
    isLive: sink.isTTY === true && env['TERM'] !== 'dumb' && isUnset(env['CI']),
    draw(lines) {
      const style = { ...styleOf(sink, env), columns: Math.max(1, (sink.columns ?? 80) - 1) };
      const shown = fitting(lines, (sink.rows ?? 24) - 1);
      const up = drawn > 0 ? `\u001b[${drawn}A` : '';
      sink.write(`${up}\u001b[J${shown.map((line) => `${renderLine(line, style)}\n`).join('')}`);
      drawn = shown.length;
    },
    release() {
      drawn = 0;
    },
  };
}

/** What does not fit cannot be drawn over again: it would scroll away and leave copies behind. */
function fitting(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length <= rows) return lines;
  const hidden = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), [{ text: `… ${hidden} more lines`, tone: 'quiet' }]];
}

/** Lines that stay are not cut: a terminal wraps them, a file keeps them whole. */
function styleOf(sink: Sink, env: NodeJS.ProcessEnv): LineStyle {
  const colour = sink.isTTY === true && isUnset(env['NO_COLOR']) && env['TERM'] !== 'dumb';
  return { colour, columns: Infinity };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}
