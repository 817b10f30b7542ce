import type { Contract, Example, Law, Usable } from '../../schemas/contract';
import type { Language } from '../ports/family';

/** One line per example: the call, and what it returns. */
export function describeExamples(
  examples: readonly Example[],
  { literal }: Pick<Language, 'literal'>,
): string {
  return examples.map(({ call, returns }) => `${call} returns ${literal(returns)}`).join('\n');
}

/** One line per law: its parameters, and what is true for all of them. */
export function describeLaws(laws: readonly Law[]): string {
  return laws.map(({ forAll, claim }) => `For all ${forAll}: ${claim}`).join('\n');
}

/** A function that may be called: its signature and its purpose in one line. */
export function describeUsable({ signature, description }: Usable): string {
  return `- ${signature}: ${description}`;
}

/** Text as a Markdown quotation, so that it is not taken for the task itself. */
export function quote(text: string): string {
  return text.replaceAll(/^/gm, '> ');
}

/** The contract's type declarations when its signature, or one it may call, names any of them; else ''. */
export function neededTypes({ types, signature, uses }: Contract): string {
  const declared = [...types.matchAll(DECLARED)].map(([, name, alias]) => name ?? alias);
  const signatures = [signature, ...uses.map((usable) => usable.signature)].join('\n');
  const isNamed = declared.some((name) => new RegExp(`\\b${name}\\b`).test(signatures));
  return isNamed ? types.trim() : '';
}

/** Names of declared types in the languages of the families; Python's aliases are assignments. */
const DECLARED = /\b(?:interface|type|class|enum)\s+(\w+)|^(\w+)\s*(?::\s*TypeAlias\s*)?=/gm;
