import type { InputWeight } from '../../schemas/verification';
import type { ObserveRequest } from './observe-calls';
import { observeMutants } from './observe-mutants';

/**
 * How many mutants of an elected code behave otherwise than it does on the inputs of its election: so many mistakes of
 * that kind would not have been taken for it. Some mutants behave as the code does on every input, so that the share is
 * below one however good the inputs are. Null when nothing could be mutated.
 */
export async function weighInputs(
  request: ObserveRequest,
  inputs: readonly string[],
): Promise<InputWeight | null> {
  // The first call on which a mutant does otherwise is enough.
  const seen = await observeMutants(request, { calls: inputs, stated: inputs.length });
  if (seen === null || seen.mutants.length === 0) return null;
  const killed = seen.mutants.filter((differences) => differences?.size !== 0).length;
  return { mutants: seen.mutants.length, killed };
}
