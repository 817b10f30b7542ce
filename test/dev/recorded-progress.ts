import type { Progress } from '../../src/dev/progress';

/** Keeps every ended step as one line: '✓ title: result' or '✗ title: reason'. */
export function recordProgress(): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    step: (title) => ({
      update: () => undefined,
      done: (result) => lines.push(`✓ ${title}${result === undefined ? '' : `: ${result}`}`),
      failed: (reason) => lines.push(`✗ ${title}: ${reason}`),
    }),
  };
}
