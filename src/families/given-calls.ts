import type { Contract } from '../schemas/contract';

/** Each call that a contract states or proposes, once, those with a result first. */
export function givenCalls({
  examples,
  cases,
  probes,
}: Pick<Contract, 'examples' | 'cases' | 'probes'>): readonly string[] {
  return [...new Set([...[...examples, ...cases].map(({ call }) => call), ...probes])];
}

/** All that a contract says in words, and in its calls. */
export function proseOf({ description, background, ...contract }: Contract): string {
  return [description, background, ...givenCalls(contract)].join('\n');
}
