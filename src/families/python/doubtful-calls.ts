import type { Doubts } from '../../activities/ports/family';
import { canonicalJson } from '../../domain/canonical-json';
import { isExact } from '../../domain/is-exact';
import { coverDoubts } from '../cover-doubts';
import { givenCalls, proseOf } from '../given-calls';
import { specialCasesIn } from '../special-cases';
import { callArguments } from './call-arguments';
import { checkCall } from './check-spec';
import type { InputMaker } from './inputs';
import { type ObserveRequest, statedCalls } from './observe-calls';
import { type MutantSeen, observeMutants } from './observe-mutants';
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
  { answers, most }: { readonly answers: readonly string[]; readonly most: number },
): Promise<Doubts | null> {
  const { code, contract, inputs } = request;
  const given = await inputs.inputsOf(contract);
  const apart: string[] = [];
  for (const answer of answers) {
    const difference = await tellApart({ ...request, codes: [code, answer] });
    if (difference !== null) apart.push(difference.call);
  }
  const further = await inputs.generateCalls(contract, [...givenCalls(contract), code], FURTHER);
  const calls = [...new Set([...given, ...apart, ...further])];
  const stated = statedCalls(contract).length;
  const seen = await observeMutants(request, { calls, stated, answers });
  if (seen === null || seen.mutants.length + seen.answers.length === 0) return null;
  const { original } = seen;
  const returned = calls.map((call, place) => {
    const returns = valueReturned(original[place] ?? '');
    return { call, returns: returns !== undefined && isExact(returns) ? returns : undefined };
  });
  const toldOf = (differences: MutantSeen): ReadonlySet<number> => {
    const places = [...(differences ?? [])].filter(([place, outcome]) =>
      isTold(original[place] ?? '', outcome),
    );
    return new Set(places.map(([place]) => place));
  };
  const prose = proseOf(contract);
  const special = calls.map((call) => specialCasesIn(callArguments(call) ?? [], prose));
  return coverDoubts(
    {
      calls: returned,
      special,
      stated,
      told: seen.mutants.map(toldOf),
      answers: seen.answers.map(toldOf),
    },
    most,
    (call, returns) => checkCall(contract, call, returns) === null,
  );
}

/** Whether a result stated in JSON, which has one kind of number and of list, tells one outcome from another. */
function isTold(outcome: string, other: string): boolean {
  const [one, two] = [outcome, other].map(valueReturned);
  if (one === undefined || two === undefined) return outcome !== other;
  return canonicalJson(one) !== canonicalJson(two);
}
