import type { CodeConfirmation, ElectionRecord, UncertainPart } from '../schemas/certificate';
import { count, counted } from './format';

/** The parts of a result that may be wrong though they passed all that was asked of them, and why that is said of each. */
export function uncertainParts(relied: readonly ElectionRecord[]): readonly UncertainPart[] {
  return relied.flatMap(({ task, confirmation }) => {
    const reason = confirmation === undefined ? null : doubtOf(confirmation);
    return reason === null ? [] : [{ task, reason }];
  });
}

/** What is doubtful of a code after it was confirmed; null where nothing is. */
export function doubtOf(confirmation: CodeConfirmation): string | null {
  const { calls, confirmed, refuted, isTried, mutants, vouched, apart = 0 } = confirmation;
  if (!isTried)
    return `nobody was asked about it, after verifiers had turned away ${counted(refuted, 'winner')}`;
  if (confirmed < calls)
    return `verifiers did not confirm ${count(calls - confirmed)} of ${counted(calls, 'call')} that nothing else vouches for`;
  if (apart > 0)
    return `${counted(apart, 'other answer')} that passed all that is stated or confirmed would do otherwise`;
  if (vouched < LEAST_VOUCHED * mutants)
    return `of ${counted(mutants, 'small mistake')} put into it, ${count(mutants - vouched)} would pass all that is stated or confirmed`;
  return null;
}

/** Share of small mistakes that what is known of a code has to show: as many as verifiers have to agree. */
const LEAST_VOUCHED = 0.8;
