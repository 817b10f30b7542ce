import { cancellationSignal } from '@temporalio/activity';
import { differInRoundingOnly } from '../domain/rounding';
import type { Contract, FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { MOST_SHOWN, type Subject } from '../schemas/subject';
import { whileHeartbeating } from './heartbeat';
import { withOutcome } from './outcome-evidence';
import type { Difference, Family } from './ports/family';
import type { Store } from './ports/store';
import { loadCode, loadCodeSubject, loadParts, loadSubject } from './subjects';

/** A difference as a workflow knows it: its subject by hash, and what a record says of it. */
export interface FoundDifference extends Difference {
  readonly subject: Hash;
}

/** The subject of an election on code after evidence, and its contract, which may have another case. */
export interface Ruled {
  readonly subject: Hash;
  readonly contract: Hash;
}

/** What came of an election on a difference, and of the user's words. */
export interface JudgedOutcome {
  /** The code's, as it was until now. */
  readonly subject: Hash;
  readonly difference: Hash;
  readonly verdict: 'first' | 'second' | null;
  /** Those that differ, in the order of the outcomes; absent in runs from before a case was tried on them. */
  readonly codes?: readonly [Hash, Hash];
}

export interface DifferencesDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/** What happens in the sandbox when candidates of an election on code are told apart. */
export const createDifferences = ({ store, families }: DifferencesDependencies) => ({
  /**
   * The smallest call found on which two codes of an election differ, as a subject for discriminators; null where none
   * was found, or what was found cannot be shown to anybody.
   */
  async findDifference(input: {
    readonly subject: Hash;
    readonly codes: readonly [Hash, Hash];
  }): Promise<FoundDifference | null> {
    const subject = await loadCodeSubject(store, input.subject);
    const [one, other] = input.codes;
    const codes = await Promise.all([loadCode(store, one), loadCode(store, other)]);
    const parts = await loadParts(store, subject.parts);
    const { family, contract } = subject;
    const found = await whileHeartbeating(() =>
      families[family].tellApart(codes, contract, parts, cancellationSignal()),
    );
    if (found === null || !canBeShown(found)) return null;
    const { call, outcomes } = found;
    const difference: Subject = { kind: 'difference', family, contract, call, outcomes };
    return { call, outcomes, subject: await store.put(difference) };
  },

  /**
   * The subject on which the outcome that discriminators elected binds every answer: as an agreed case of the contract
   * where one that JSON can say turns the other code away, else as a ruling. The contract is that of the difference, which the user may
   * have clarified; where nothing was elected (null) that is all that is new.
   */
  async adoptOutcome(input: JudgedOutcome): Promise<Ruled> {
    const subject = await loadCodeSubject(store, input.subject);
    const difference = await loadDifference(store, input.difference);
    const { verdict, codes } = input;
    const family = families[subject.family];
    const next =
      verdict === null
        ? { ...subject, contract: difference.contract }
        : await whileHeartbeating(() =>
            withOutcome(subject, { ...difference, verdict, codes, store, family }),
          );
    return { subject: await store.put(next), contract: await store.put(next.contract) };
  },

  /** The difference once more, in a contract that says of its call what the user says. */
  async clarifyDifference(input: {
    readonly difference: Hash;
    readonly reason: string;
  }): Promise<Hash> {
    const difference = await loadDifference(store, input.difference);
    const contract = withWords(difference.contract, `On ${difference.call}: ${input.reason}`);
    return store.put({ ...difference, contract } satisfies Subject);
  },
});

async function loadDifference(
  store: Store,
  hash: Hash,
): Promise<Extract<Subject, { kind: 'difference' }>> {
  const subject = await loadSubject(store, hash);
  if (subject.kind !== 'difference')
    throw new Error(`expected a difference, found a ${subject.kind}`);
  return subject;
}

/** Not what is too long for a prompt, nor what differs in the last digits of fractions: there both may be right. */
function canBeShown({ call, outcomes }: Difference): boolean {
  const isShort = [call, ...outcomes].every((text) => text.length <= MOST_SHOWN);
  return isShort && !differInRoundingOnly(...outcomes);
}

/** The contract with a sentence more in its description, or in its background where that is full. */
function withWords(contract: Contract, words: string): Contract {
  const description = `${contract.description}\n\n${words}`;
  if (description.length <= MOST_DESCRIPTION) return { ...contract, description };
  const background = `${contract.background}\n\n${words}`.trim().slice(-MOST_BACKGROUND);
  return { ...contract, background };
}

// What a contract allows.
const MOST_DESCRIPTION = 4_000;
const MOST_BACKGROUND = 20_000;
