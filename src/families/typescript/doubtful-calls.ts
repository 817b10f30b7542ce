import type { Difference, Doubts, DoubtsWanted } from '../../activities/ports/family';
import { isExact } from '../../domain/is-exact';
import type { Json } from '../../schemas/hash';
import { coverDoubts } from '../cover-doubts';
import { proseOf } from '../given-calls';
import { specialCasesIn } from '../special-cases';
import { NO_END } from '../undecided';
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
  { answers, most, known }: DoubtsWanted,
): Promise<Doubts | null> {
  const { code, contract } = request;
  const apart = await differencesFrom(request, answers);
  const further = furtherCalls(contract, [code], FURTHER_CALLS).plausible;
  const wanted = [
    ...inputsOf(contract).calls,
    ...apart.map(({ call }) => call),
    ...further.map(({ value }) => value),
  ];
  const tried = { calls: [...new Set(wanted)], stated: countStated(contract), locates: true };
  const seen = await observeMutants(request, { ...tried, answers });
  if (seen === null) return null;
  const { calls, original } = seen;
  const returned = calls.map((call, place) => {
    const returns = valueReturned(original[place]?.outcome ?? '');
    return { call, returns: returns !== undefined && isExact(returns) ? returns : undefined };
  });
  const doubts = coverDoubts(
    {
      calls: returned,
      special: await specialCasesOf(request, calls),
      stated: tried.stated,
      told: seen.mutants.map(({ told }) => told),
      answers: seen.answers.map(({ decided }) => decided),
    },
    most,
    (call, returns) => !known.includes(call) && checkCall(contract, call, returns) === null,
  );
  const endless = apart.filter(({ outcomes }) => outcomes[0] === NO_END).length;
  return { ...doubts, answersApart: doubts.answersApart + endless };
}

/** A smallest call for each answer that was told apart from the code. */
async function differencesFrom(
  request: MutateRequest,
  answers: readonly string[],
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const answer of answers) {
    const codes = [request.code, answer] as const;
    const difference = await tellApart({ ...request, codes, mentioned: codes });
    if (difference !== null) found.push(difference);
  }
  return found;
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
