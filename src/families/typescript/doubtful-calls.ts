import type { Doubts, DoubtsWanted } from '../../activities/ports/family';
import { coverDoubts, differencesFrom, toldOfCalls } from '../cover-doubts';
import { callArguments } from './call-arguments';
import { checkCall } from './check-call';
import { countStated, furtherCalls, inputsOf } from './inputs';
import { observeMutants, type MutateRequest } from './observe-mutants';
import { tellApart } from './tell-apart';
import { valueReturned } from './value-returned';

/** Calls tried beyond those of the election: these leave mutants alike that more would tell apart. Few mutants are run on them: most contradict a stated call. */
const FURTHER_CALLS = 300;

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
  const args = calls.map((call) => callArguments(call, contract.name));
  return coverDoubts(
    {
      calls: returned,
      differences,
      ...(await toldOfCalls(args, contract, wanted)),
      stated: tried.stated,
      told: seen.mutants.map(({ told }) => told),
      answers: seen.answers.map(({ decided }) => decided),
    },
    wanted,
    (call, returns) => checkCall(contract, call, returns) === null,
  );
}
