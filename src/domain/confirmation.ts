import { agreementOn } from './agreement';

/** How an elected code is confirmed before its election is concluded. */
export interface ConfirmationRules {
  /** Calls that verifiers are asked about at once, at the most. */
  readonly most: number;
  /**
   * Cases that verifiers must have agreed on for the contract before they are asked about its code: those who cannot say what
   * calls return would turn right code away.
   */
  readonly leastCases: number;
  /** Winners of one election that are asked about, at the most: one, and those elected in the place of one turned away. */
  readonly rounds: number;
  /** Whether code in another language is asked for, to be held against the winner; absent: a run from before it was. */
  readonly witness?: boolean;
}

/** What verifiers have said of one call of an elected code. */
export type Confirmation =
  /** They say what the code returns, and `agreed` names it where as many say so as make a case. */
  | { readonly status: 'confirmed'; readonly agreed: string | null }
  /** They agree on another result. */
  | { readonly status: 'contradicted'; readonly agreed: string }
  /** They can no longer agree. */
  | { readonly status: 'disputed'; readonly agreed: null }
  | { readonly status: 'open'; readonly agreed: null };

/** Verifiers that are asked first, and are enough where they all state what the code returns. */
export const CONFIRMERS = 2;

/**
 * Where one call stands, by what verifiers have stated in their order (null: no result) and by what the code returns. Who
 * states the code's result without having seen it speaks for it, so that two suffice; against it a case has to be agreed on.
 */
export function confirmationOf(
  answers: readonly (string | null)[],
  returned: string,
): Confirmation {
  const agreement = agreementOn(answers);
  if (agreement.status === 'agreed') {
    const { result } = agreement;
    return { status: result === returned ? 'confirmed' : 'contradicted', agreed: result };
  }
  if (agreement.status === 'disputed') return { status: 'disputed', agreed: null };
  const first = answers.slice(0, CONFIRMERS);
  return first.length === CONFIRMERS && first.every((answer) => answer === returned)
    ? { status: 'confirmed', agreed: null }
    : { status: 'open', agreed: null };
}

/**
 * How many more verifiers to ask, each of whom answers every call, after so many answers: one at a time beyond the first,
 * as each may be the one after which nothing is open.
 */
export function confirmersDue(calls: readonly Confirmation[], answers: number): number {
  if (answers < CONFIRMERS) return calls.length === 0 ? 0 : CONFIRMERS - answers;
  return calls.some(({ status }) => status === 'open') ? 1 : 0;
}
