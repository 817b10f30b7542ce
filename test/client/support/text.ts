import { type Line, renderLine } from '../../../src/client/view/line';

/** Lines as a file would hold them: no colours, nothing cut. */
export function textOf(lines: readonly Line[]): string[] {
  return lines.map((line) => renderLine(line, { columns: 1_000, colour: false }));
}
