import type { Example } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { GivenResults, ProposedInputs } from './examine-cases';
import type { Store } from './ports/store';

/** What verifiers said of some calls, and what was agreed on by that. */
export interface Answered {
  /** The calls. */
  readonly inputs: Hash;
  /** What each verifier said. */
  readonly answers: readonly Hash[];
  /** One for each call, in their order. */
  readonly settled: readonly Settled[];
}

/** A call that verifiers were asked about, by its place, and the name of the result that was agreed on, if any was. */
interface Settled {
  readonly agreed: string | null;
}

/** The calls that were agreed on, with their results in full, and the other ones. */
export async function casesAgreedOn(
  store: Store,
  { inputs, answers, settled }: Answered,
): Promise<{ readonly cases: readonly Example[]; readonly others: readonly string[] }> {
  const { calls } = ProposedInputs.parse(await store.get(inputs));
  const all = await Promise.all(
    answers.map(async (answer) => GivenResults.parse(await store.get(answer)).given),
  );
  const cases = calls.flatMap((call, at): Example[] => {
    const { agreed = null } = settled[at] ?? {};
    const result = all.map((given) => given[at]).find((one) => one?.name === agreed);
    return result ? [{ call, returns: result.returns }] : [];
  });
  const isCase = new Set(cases.map(({ call }) => call));
  return { cases, others: calls.filter((call) => !isCase.has(call)) };
}
