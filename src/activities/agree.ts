import type { Example, FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import { GivenResults, ProposedInputs } from './examine-cases';
import type { Store } from './ports';
import { loadContract } from './subjects';

/** A call that verifiers were asked about, by its place, and the name of the result that was agreed on, if any was. */
interface Settled {
  readonly agreed: string | null;
}

/** Light work while the cases of a contract are agreed on. */
export const createAgree = ({ store }: { readonly store: Store }) => ({
  /** The subject of the question for test inputs; null for a contract whose examples are enough. */
  async prepareInputs(input: {
    readonly family: FamilyName;
    readonly contract: Hash;
    readonly count: number;
    /** Stated examples that make cases needless; null: none do. */
    readonly enoughExamples: number | null;
  }): Promise<Hash | null> {
    const { family, count, enoughExamples } = input;
    const contract = await loadContract(store, input.contract);
    if (enoughExamples !== null && contract.examples.length >= enoughExamples) return null;
    return store.put({ kind: 'inputs', family, contract, count } satisfies Subject);
  },

  /** The subject of the question for the results of the proposed calls, and how many calls they are. */
  async prepareResults(input: {
    readonly family: FamilyName;
    readonly contract: Hash;
    readonly inputs: Hash;
  }): Promise<{ readonly subject: Hash; readonly count: number }> {
    const contract = await loadContract(store, input.contract);
    const { calls } = ProposedInputs.parse(await store.get(input.inputs));
    const subject: Subject = { kind: 'results', family: input.family, contract, calls };
    return { subject: await store.put(subject), count: calls.length };
  },

  /** The contract with the agreed calls as cases, and the others as probes: inputs on which answers are compared. */
  async adoptCases(input: {
    readonly contract: Hash;
    readonly inputs: Hash;
    /** What each verifier said. */
    readonly answers: readonly Hash[];
    /** One for each call, in their order. */
    readonly settled: readonly Settled[];
  }): Promise<Hash> {
    const contract = await loadContract(store, input.contract);
    const { calls } = ProposedInputs.parse(await store.get(input.inputs));
    const answers = await Promise.all(
      input.answers.map(async (answer) => GivenResults.parse(await store.get(answer)).given),
    );
    const cases = calls.flatMap((call, at): Example[] => {
      const { agreed = null } = input.settled[at] ?? {};
      const result = answers.map((given) => given[at]).find((one) => one?.name === agreed);
      return result ? [{ call, returns: result.returns }] : [];
    });
    const isCase = new Set(cases.map(({ call }) => call));
    const probes = calls.filter((call) => !isCase.has(call));
    return store.put({
      ...contract,
      cases: [...contract.cases, ...cases],
      probes: [...new Set([...contract.probes, ...probes])].slice(0, MOST_PROBES),
    });
  },
});

/** What a contract allows. */
const MOST_PROBES = 200;
