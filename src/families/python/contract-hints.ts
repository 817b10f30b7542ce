import type { Contract } from '../../schemas/contract';
import { readDeclarations } from './declarations';
import type { Hint, Names } from './hints';
import { hintsOf, type Parameter, readSignature, type Signature } from './signature';
import { Unreadable } from './tokens';

/** A contract's signature with all its types. */
export interface ContractHints {
  readonly signature: Signature;
  readonly names: Names;
  readonly parameters: readonly Parameter[];
  readonly result: Hint;
}

/** Reads types and signature of a contract, or says what is wrong, beginning with 'types' or 'entry'. */
export function readContract({
  signature: written,
  types,
}: Pick<Contract, 'signature' | 'types'>): ContractHints | { readonly fault: string } {
  const declared = readDeclarations(types);
  if ('fault' in declared) return { fault: `types, line ${declared.line}: ${declared.fault}` };
  const signature = readSignature(written);
  if (signature === undefined)
    return {
      fault: `entry: found '${written}', expected a signature like text_stats(text: str) -> TextStats`,
    };
  try {
    return { signature, names: declared.names, ...hintsOf(signature, declared.names) };
  } catch (error) {
    if (error instanceof Unreadable) return { fault: `entry ${signature.text}: ${error.message}` };
    throw error;
  }
}

/** The same for a contract that has been checked. */
export function hintsOfContract(contract: Pick<Contract, 'signature' | 'types'>): ContractHints {
  const read = readContract(contract);
  if ('fault' in read) throw new Error(`expected a contract that was checked, ${read.fault}`);
  return read;
}
