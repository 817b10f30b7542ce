/** Whether two outcomes as text say the same but for the last digits of fractions, where both may be right. */
export function differInRoundingOnly(one: string, other: string): boolean {
  return one !== other && rounded(one) === rounded(other);
}

/** A text in quotes, which stays as it is, or a fraction. */
const PART = /"(?:[^"\\]|\\.)*"|\d+(?:\.\d+(?:e[+-]?\d+)?|e-\d+)/g;

function rounded(outcome: string): string {
  return outcome.replaceAll(PART, (part) => (part.startsWith('"') ? part : roundedNumber(part)));
}

/** Whole where only the last digits are missing to that. */
function roundedNumber(fraction: string): string {
  const value = Number(Number(fraction).toPrecision(9));
  return String(value < NOTHING ? 0 : value);
}

/** What is left where terms of ordinary size cancel each other out. */
const NOTHING = 1e-12;
