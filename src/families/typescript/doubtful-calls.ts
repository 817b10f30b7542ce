import type { Doubts } from '../../activities/ports';
import { isExact } from '../../domain/is-exact';
import { coverDoubts } from '../cover-doubts';
import { checkCall } from './check-call';
import { countStated, furtherCalls, inputsOf } from './inputs';
import { observeMutants, type MutateRequest } from './observe-mutants';
import { valueReturned } from './value-returned';

/** Calls tried beyond those of the election: these leave mutants alike that a few more would tell apart. */
const FURTHER_CALLS = 100;

/** As the family promises. */
export async function doubtfulCalls(request: MutateRequest, most: number): Promise<Doubts | null> {
  const { contract } = request;
  const given = inputsOf(contract).calls;
  const stated = countStated(contract);
  const further = furtherCalls(contract, FURTHER_CALLS).plausible.map(({ value }) => value);
  const calls = [...new Set([...given, ...further])];
  const seen = await observeMutants(request, { calls, stated, locates: true });
  if (seen === null) return null;
  const returned = calls.map((call, place) => {
    const returns = valueReturned(seen.original[place]?.outcome ?? '');
    return { call, returns: returns !== undefined && isExact(returns) ? returns : undefined };
  });
  return coverDoubts(
    { calls: returned, stated, told: seen.mutants.map(({ told }) => told) },
    most,
    (call, returns) => checkCall(contract, call, returns) === null,
  );
}
