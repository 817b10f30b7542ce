import type { Doubts, DoubtsWanted } from '../../activities/ports/family';
import type { Json } from '../../schemas/hash';
import { coverDoubts, differencesFrom } from '../cover-doubts';
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
  wanted: DoubtsWanted,
): Promise<Doubts | null> {
  const { code, contract } = request;
  const { answers } = wanted;
  const differences = await differencesFrom(answers, (answer) => {
    const codes = [code, answer] as const;
    return tellApart({ ...request, codes, mentioned: codes });
  });
  const further = furtherCalls(contract, [code], FURTHER_CALLS).plausible;
  const all = [
    ...inputsOf(contract).calls,
    ...differences.map(({ call }) => call),
    ...further.map(({ value }) => value),
  ];
  const tried = { calls: [...new Set(all)], stated: countStated(contract), locates: true };
  const seen = await observeMutants(request, { ...tried, answers });
  if (seen === null) return null;
  const { calls, original } = seen;
  const returned = calls.map((call, place) => ({
    call,
    returns: valueReturned(original[place]?.outcome ?? ''),
  }));
  return coverDoubts(
    {
      calls: returned,
      differences,
      special: await specialCasesOf(request, calls),
      stated: tried.stated,
      told: seen.mutants.map(({ told }) => told),
      answers: seen.answers.map(({ decided }) => decided),
    },
    wanted,
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
