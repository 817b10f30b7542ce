import { createColors } from 'picocolors';

/** What a piece of text means; a terminal shows it in colour, a file does not. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'busy';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line on a screen, not yet cut to its width. */
export type Line = readonly Span[];

export interface LineStyle {
  /** Width in characters to which a line is cut. */
  readonly columns: number;
  readonly colour: boolean;
}

/** A piece of a line. Control characters are replaced: text that a model wrote must not steer a terminal. */
export function span(text: string, tone: Tone = 'plain'): Span {
  // eslint-disable-next-line no-control-regex -- these are the characters that are replaced
  return { text: text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' '), tone };
}

/** The line as text: cut to its width with an ellipsis, without blanks at its end, coloured where wanted. */
export function renderLine(line: Line, { columns, colour }: LineStyle): string {
  const colours = createColors(colour);
  const paint: Record<Tone, (text: string) => string> = {
    plain: (text) => text,
    strong: colours.bold,
    quiet: colours.dim,
    good: colours.green,
    bad: colours.red,
    busy: colours.cyan,
  };
  const cut = cutTo(line, columns);
  return cut.map(({ text, tone }) => paint[tone](text)).join('');
}

function cutTo(line: Line, columns: number): Span[] {
  const length = line.reduce((sum, { text }) => sum + text.length, 0);
  const room = length > columns ? columns - 1 : columns;
  const kept: Span[] = [];
  let used = 0;
  for (const { text, tone } of line) {
    const piece = text.slice(0, Math.max(0, room - used));
    if (piece !== '') kept.push({ text: piece, tone });
    used += piece.length;
  }
  if (length > columns) kept.push({ text: '…', tone: 'quiet' });
  return withoutTrailingBlanks(kept);
}

function withoutTrailingBlanks(spans: readonly Span[]): Span[] {
  const kept = [...spans];
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text !== '') return [...kept, { text, tone: last.tone }];
  }
  return [];
}
