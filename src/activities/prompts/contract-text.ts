import type { Example, Usable } from '../../schemas/contract';

/** One line per example: the call, and what it returns. */
export function describeExamples(examples: readonly Example[]): string {
  return examples
    .map(({ call, returns }) => `${call} returns ${JSON.stringify(returns)}`)
    .join('\n');
}

/** A function that may be called: its signature and its purpose in one line. */
export function describeUsable({ signature, description }: Usable): string {
  return `- ${signature}: ${description}`;
}

/** Text as a Markdown quotation, so that it is not taken for the task itself. */
export function quote(text: string): string {
  return text.replaceAll(/^/gm, '> ');
}
