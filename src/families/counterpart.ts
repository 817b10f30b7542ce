import type { Counterpart } from '../activities/ports/family';
import type { PlainContract, PlainType } from '../domain/plain-contract';
import type { Contract, Example } from '../schemas/contract';
import type { Json } from '../schemas/hash';

/** The contract of a signature that says what the plain one says; its names are those of the language by now. */
export function counterpartOf(
  { name, description, background, ...said }: PlainContract,
  { signature, callOf }: { readonly signature: string; readonly callOf: Counterpart['callOf'] },
): Counterpart {
  const examplesOf = (some: PlainContract['examples']): Example[] =>
    some.map(({ args, returns }) => ({ call: callOf(args), returns }));
  const contract: Contract = {
    name,
    signature,
    description,
    background,
    types: '',
    examples: examplesOf(said.examples),
    cases: examplesOf(said.cases),
    probes: [],
    uses: [],
    laws: [],
  };
  return { contract, callOf };
}

/** Those that `argumentsOf` can read. */
export function plainExamples(
  examples: readonly Example[],
  argumentsOf: (call: string) => readonly Json[] | undefined,
): PlainContract['examples'] {
  return examples.flatMap(({ call, returns }) => {
    const args = argumentsOf(call);
    return args === undefined ? [] : [{ args, returns }];
  });
}

/** Null where what it contains has no counterpart. */
export function containing(kind: 'list' | 'record', of: PlainType | null): PlainType | null {
  return of && { kind, of };
}

/** Null where one of them has no counterpart. */
export function made(
  types: readonly (PlainType | null)[],
  of: (types: readonly PlainType[]) => PlainType,
): PlainType | null {
  return types.every((type) => type !== null) ? of(types) : null;
}
