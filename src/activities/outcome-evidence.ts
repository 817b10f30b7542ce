import { cancellationSignal } from '@temporalio/activity';
import { canonicalJson } from '../domain/canonical-json';
import { isExact } from '../domain/numbers-in';
import { CONTRACT_LIMITS, type Contract } from '../schemas/contract';
import type { Hash, Json } from '../schemas/hash';
import type { Subject } from '../schemas/subject';
import type { Family } from './ports/family';
import type { Store } from './ports/store';
import { loadCode, loadParts } from './subjects';

type Code = Extract<Subject, { kind: 'code' }>;

/** Two outcomes of one call, of which discriminators have elected one. */
export interface ElectedOutcome {
  /** What the difference's contract says, which the user may have clarified. */
  readonly contract: Contract;
  readonly call: string;
  readonly outcomes: readonly [string, string];
  readonly verdict: 'first' | 'second';
  /** The codes that do the one and the other; absent in runs from before a case was tried on them. */
  readonly codes: readonly [Hash, Hash] | undefined;
}

/** The code's subject with the elected outcome: as a case that the right code alone keeps, else as a ruling. */
export async function withOutcome(
  subject: Code,
  on: ElectedOutcome & { readonly store: Store; readonly family: Family },
): Promise<Code> {
  const { call, contract } = on;
  const { right, wrong, codes } = inOrder(on);
  const returns = statable(right, { ...on, wrong });
  if (returns !== undefined && codes !== undefined) {
    const stated = { ...contract, cases: [...contract.cases, { call, returns }] };
    if (await tellsApart(stated, { ...on, codes, parts: subject.parts }))
      return { ...subject, contract: stated };
  }
  // What answers are compared on has to tell them apart on this call too.
  const probes = [...new Set([...contract.probes, call])].slice(-CONTRACT_LIMITS.probes);
  const rulings = [...(subject.rulings ?? []), { call, outcome: right }];
  return { ...subject, contract: { ...contract, probes }, rulings };
}

function inOrder({ outcomes: [first, second], codes, verdict }: ElectedOutcome): {
  readonly right: string;
  readonly wrong: string;
  readonly codes: readonly [right: Hash, wrong: Hash] | undefined;
} {
  if (verdict === 'first') return { right: first, wrong: second, codes };
  return { right: second, wrong: first, codes: codes && [codes[1], codes[0]] };
}

/** The value of a case that states the right outcome, where JSON can say it and the other one is not the same in JSON. */
function statable(
  right: string,
  on: {
    readonly wrong: string;
    readonly call: string;
    readonly contract: Contract;
    readonly family: Family;
  },
): Json | undefined {
  const { wrong, call, contract, family } = on;
  const returns = family.valueReturned(right);
  if (returns === undefined || !isExact(returns)) return undefined;
  if (family.checkCall(contract, call, returns) !== null) return undefined;
  const other = family.valueReturned(wrong);
  if (other !== undefined && canonicalJson(other) === canonicalJson(returns)) return undefined;
  return contract.cases.length < CONTRACT_LIMITS.cases ? returns : undefined;
}

/**
 * Whether the right code keeps the contract and the other one does not. A case says less than an outcome: that the
 * arguments were changed, or that a property is there and undefined, it does not see.
 */
async function tellsApart(
  contract: Contract,
  on: {
    readonly codes: readonly [right: Hash, wrong: Hash];
    readonly parts: readonly Hash[];
    readonly store: Store;
    readonly family: Family;
  },
): Promise<boolean> {
  const { codes, store, family } = on;
  const parts = await loadParts(store, on.parts);
  const keeps = async (hash: Hash): Promise<boolean> => {
    const code = await loadCode(store, hash);
    const { status } = await family.examineCode(code, contract, parts, cancellationSignal());
    return status === 'vote';
  };
  return !(await keeps(codes[1])) && (await keeps(codes[0]));
}
