import type { Doubts, DoubtsWanted } from '../../activities/ports/family';
import { canonicalJson } from '../../domain/canonical-json';
import { coverDoubts, differencesFrom, toldOfCalls } from '../cover-doubts';
import { givenCalls } from '../given-calls';
import { canBeDecided } from '../undecided';
import { callArguments } from './call-arguments';
import { checkCall } from './check-spec';
import type { InputMaker } from './inputs';
import { type ObserveRequest, statedCalls } from './observe-calls';
import { type CodeSeen, observeMutants } from './observe-mutants';
import { tellApart } from './tell-apart';
import { valueReturned } from './value-returned';

interface DoubtRequest extends ObserveRequest {
  readonly inputs: InputMaker;
}

/** Calls tried beyond those of the election: these leave mutants alike that a few more would tell apart. */
const FURTHER = { count: 150, edges: 10 };

/** As the family promises. */
export async function doubtfulCalls(
  request: DoubtRequest,
  wanted: DoubtsWanted,
): Promise<Doubts | null> {
  const { code, contract, inputs } = request;
  const { answers } = wanted;
  const differences = await differencesFrom(answers, (answer) =>
    tellApart({ ...request, codes: [code, answer] }),
  );
  const further = { ...FURTHER, mentioned: [code] };
  const calls = [
    ...new Set([
      ...(await inputs.inputsOf(contract)),
      ...differences.map(({ call }) => call),
      ...(await inputs.generateCalls(contract, givenCalls(contract), further)),
    ]),
  ];
  const stated = statedCalls(contract).length;
  const seen = await observeMutants(request, { calls, stated, answers });
  if (seen === null || seen.mutants.length + seen.answers.length === 0) return null;
  const { original } = seen;
  const returned = calls.map((call, place) => ({
    call,
    returns: valueReturned(original[place] ?? ''),
  }));
  const placesOf = (is: typeof isTold) => (differences: CodeSeen) =>
    new Set(
      [...(differences ?? [])].flatMap(([place, outcome]) =>
        is(original[place] ?? '', outcome) ? [place] : [],
      ),
    );
  const args = calls.map(callArguments);
  return coverDoubts(
    {
      calls: returned,
      differences,
      ...(await toldOfCalls(args, contract, wanted)),
      stated,
      told: seen.mutants.map(placesOf(isTold)),
      answers: seen.answers.map(
        placesOf((one, other) => isTold(one, other) && canBeDecided(one, other)),
      ),
    },
    wanted,
    (call, returns) => checkCall(contract, call, returns) === null,
  );
}

/** Whether a result stated in JSON, which has one kind of number and of list, tells one outcome from another. */
function isTold(outcome: string, other: string): boolean {
  const [one, two] = [outcome, other].map(valueReturned);
  if (one === undefined || two === undefined) return outcome !== other;
  return canonicalJson(one) !== canonicalJson(two);
}
