import type { Doubts } from '../../activities/ports/family';
import { isExact } from '../../domain/is-exact';
import type { Json } from '../../schemas/hash';
import { coverDoubts } from '../cover-doubts';
import { proseOf } from '../given-calls';
import { specialCasesIn } from '../special-cases';
import { checkCall } from './check-call';
import { countStated, furtherCalls, inputsOf } from './inputs';
import { observeCalls } from './observe-calls';
import { observeMutants, type MutateRequest } from './observe-mutants';
import { tellApart } from './tell-apart';
import { valueReturned } from './value-returned';

/** Calls tried beyond those of the election: these leave mutants alike that a few more would tell apart. */
const FURTHER_CALLS = 100;

/** As the family promises. */
export async function doubtfulCalls(
  request: MutateRequest,
  { answers, most }: { readonly answers: readonly string[]; readonly most: number },
): Promise<Doubts | null> {
  const { code, contract } = request;
  const given = inputsOf(contract).calls;
  const stated = countStated(contract);
  const apart: string[] = [];
  for (const answer of answers) {
    const difference = await tellApart({ ...request, codes: [code, answer] });
    if (difference !== null) apart.push(difference.call);
  }
  const further = furtherCalls(contract, [code], FURTHER_CALLS).plausible;
  const calls = [...new Set([...given, ...apart, ...further.map(({ value }) => value)])];
  const seen = await observeMutants(request, { calls, stated, answers, locates: true });
  if (seen === null) return null;
  const returned = calls.map((call, place) => {
    const returns = valueReturned(seen.original[place]?.outcome ?? '');
    return { call, returns: returns !== undefined && isExact(returns) ? returns : undefined };
  });
  const told = seen.mutants.map((mutant) => mutant.told);
  const toldOfAnswers = seen.answers.map((answer) => answer.told);
  const special = await specialCasesOf(request, calls);
  return coverDoubts(
    { calls: returned, special, stated, told, answers: toldOfAnswers },
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
