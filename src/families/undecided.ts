import { differInRoundingOnly } from '../domain/rounding';

/** The outcome of a call on which code came to no end, in all families. */
export const NO_END = 'came to no end within its limits';

/** Whether somebody could say by the contract which of two outcomes is right: not of two errors, nor of a fraction's last digits. */
export function canBeDecided(one: string, other: string): boolean {
  const isError = (outcome: string): boolean => /^(threw|raised)\b/.test(outcome);
  return one !== other && !(isError(one) && isError(other)) && !differInRoundingOnly(one, other);
}
