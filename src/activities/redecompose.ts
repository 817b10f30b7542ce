import type { Hash } from '../schemas/hash';
import type { Store } from './ports/store';
import { complainedOf } from './renewal';
import { loadContract } from './subjects';

export const createRedecompose = ({ store }: { readonly store: Store }) => ({
  /** The contract with what was found wrong with an earlier answer to it, for whoever writes the next one. */
  async tellContract(input: {
    readonly contract: Hash;
    readonly complaint: string;
  }): Promise<Hash> {
    const contract = await loadContract(store, input.contract);
    return store.put(complainedOf(contract, input.complaint));
  },
});
