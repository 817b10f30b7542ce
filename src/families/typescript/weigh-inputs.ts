import type { InputWeight } from '../../schemas/verification';
import { inputsSource } from './harness';
import { inputsOf } from './inputs';
import { mutantsOf } from './mutants';
import { compileSubject, observeInputs, type ObserveRequest } from './observe-calls';

/** An elected code with the parts it calls; what the checker made of it is not that of its mutants. */
type WeighRequest = Omit<ObserveRequest, 'checked'>;

/** A run of a mutant takes milliseconds; one that takes as long as this is in a loop, and behaves otherwise. */
const MUTANT_MS = 400;
/** Some take all of their time, so that more would make a verification slow. */
const MOST_MUTANTS = 40;

/**
 * How many mutants of an elected code behave otherwise than it does on the inputs of its election: so many mistakes of
 * that kind would not have been taken for it. Some mutants behave as the code does on every input, so that the share is
 * below one however good the inputs are. Null when nothing could be mutated.
 */
export async function weighInputs(request: WeighRequest): Promise<InputWeight | null> {
  const mutants = mutantsOf(request.code, MOST_MUTANTS);
  if (mutants.length === 0) return null;
  const inputs = inputsSource(inputsOf(request.contract).calls);
  const original = await outcomesOf(request, inputs);
  const seen = await Promise.all(
    mutants.map((code) => outcomesOf({ ...request, code }, inputs, MUTANT_MS)),
  );
  return { mutants: mutants.length, killed: seen.filter((text) => text !== original).length };
}

/** All that code did as one text; the red flag when it came to no end. */
async function outcomesOf(request: WeighRequest, inputs: string, timeMs?: number): Promise<string> {
  const seen = await observeInputs(request, {
    subject: compileSubject(request),
    inputs,
    world: 0,
    backwards: false,
    examples: 0,
    ...(timeMs === undefined ? {} : { timeMs }),
  });
  return 'redFlag' in seen ? seen.redFlag : JSON.stringify(seen.map(({ outcome }) => outcome));
}
