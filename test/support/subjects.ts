import type { Contract } from '../../src/schemas/contract';
import type { Hash } from '../../src/schemas/hash';
import type { Subject } from '../../src/schemas/subject';

/** A contract of the toy family, with only what a test says about it. */
export function toyContract(rest: Partial<Contract> = {}): Contract {
  return {
    name: 'double',
    signature: 'double(n: number): number',
    description: 'Twice the number.',
    types: '',
    background: '',
    examples: [],
    cases: [],
    probes: [],
    uses: [],
    laws: [],
    ...rest,
  };
}

/** What elections of each kind are about, all on one contract; `plans` are what the choice is between. */
export function subjectsOf(
  contract: Contract,
  plans: readonly Hash[] = [],
): Readonly<{ [Kind in Subject['kind']]: Extract<Subject, { kind: Kind }> }> {
  const common = { family: 'typescript', contract } as const;
  return {
    size: { kind: 'size', ...common },
    plan: { kind: 'plan', ...common, failures: [] },
    choice: { kind: 'choice', ...common, plans: [...plans] },
    code: { kind: 'code', ...common, parts: [] },
    inputs: { kind: 'inputs', ...common, count: 4 },
    results: { kind: 'results', ...common, calls: ['double(2)', 'double(0)'] },
    difference: {
      kind: 'difference',
      ...common,
      call: 'double(2)',
      outcomes: ['returned 4', 'returned 2'],
    },
  };
}
