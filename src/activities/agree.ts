import { CONTRACT_LIMITS, type FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import { type Answered, casesAgreedOn } from './cases-agreed-on';
import { ProposedInputs } from './examine-cases';
import type { Store } from './ports/store';
import { loadContract } from './subjects';

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
  async adoptCases(input: Answered & { readonly contract: Hash }): Promise<Hash> {
    const contract = await loadContract(store, input.contract);
    const { cases, others } = await casesAgreedOn(store, input);
    return store.put({
      ...contract,
      cases: [...contract.cases, ...cases],
      probes: [...new Set([...contract.probes, ...others])].slice(0, CONTRACT_LIMITS.probes),
    });
  },
});
