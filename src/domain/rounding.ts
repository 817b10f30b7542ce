/** Whether two outcomes as text say the same but for the last digits of fractions, where both may be right. */
export function differInRoundingOnly(one: string, other: string): boolean {
  return one !== other && rounded(one) === rounded(other);
}

function rounded(outcome: string): string {
  return outcome.replaceAll(/\d+\.\d+/g, (number) => Number(number).toPrecision(9));
}
