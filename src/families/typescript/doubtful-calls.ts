import type { Doubts } from '../../activities/ports';
import { isExact } from '../../domain/is-exact';
import type { Json } from '../../schemas/hash';
import { coverDoubts } from '../cover-doubts';
import { proseOf } from '../given-calls';
import { specialCasesIn } from '../special-cases';
import { checkCall } from './check-call';
import { countStated, furtherCalls, inputsOf } from './inputs';
import { observeCalls } from './observe-calls';
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
  const told = seen.mutants.map(({ told }) => told);
  const special = await specialCasesOf(request, calls);
  return coverDoubts(
    { calls: returned, special, stated, told },
    most,
    (call, returns) => checkCall(contract, call, returns) === null,
  );
}

/** What is special about the arguments of each call, as far as they are data. */
async function specialCasesOf(
  request: MutateRequest,
  calls: readonly string[],
): Promise<readonly ReadonlySet<string>[]> {
  const code = `export const ${request.contract.name} = (...args: unknown[]) => args;\n`;
  const seen = await observeCalls({ ...request, code }, calls);
  if (seen.status === 'flagged') return [];
  const prose = proseOf(request.contract);
  return seen.outcomes.map((outcome) => {
    const args = valueReturned(outcome);
    return specialCasesIn(Array.isArray(args) ? (args as readonly Json[]) : [], prose);
  });
}
