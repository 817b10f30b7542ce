import type { InputWeight } from '../../schemas/verification';
import { countStated, inputsOf } from './inputs';
import { observeMutants, type MutateRequest } from './observe-mutants';

/**
 * How many mutants of an elected code behave otherwise than it does on the inputs of its election: so many mistakes of
 * that kind would not have been taken for it. Some mutants behave as the code does on every input, so that the share is
 * below one however good the inputs are. Null when nothing could be mutated.
 */
export async function weighInputs(request: MutateRequest): Promise<InputWeight | null> {
  const { contract } = request;
  const { calls } = inputsOf(contract);
  const tried = { calls, stated: countStated(contract), locates: false };
  const seen = await observeMutants(request, tried);
  if (seen === null) return null;
  const killed = seen.mutants.filter(({ isOtherwise }) => isOtherwise).length;
  return { mutants: seen.mutants.length, killed };
}
