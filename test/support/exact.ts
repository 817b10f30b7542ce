/*
 * Arithmetic in whole numbers, scaled by 2^1400: the truth that floating point is held against. A double is a whole number
 * of 2^-1074ths at the finest, so what comes in is exact; division and series lose the last few of 420 digits.
 */

const BITS = 1_400n;
const ONE = 1n << BITS;

/** A double, exactly. */
export function exact(value: number): bigint {
  let [shift, whole] = [0n, value];
  while (!Number.isInteger(whole)) [shift, whole] = [shift + 1n, whole * 2];
  return (BigInt(whole) << BITS) >> shift;
}

export const one = ONE;

export function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BITS;
}

export function over(a: bigint, b: bigint): bigint {
  return (a << BITS) / b;
}

export function power(base: bigint, exponent: number): bigint {
  let result = ONE;
  for (let n = 0; n < exponent; n += 1) result = times(result, base);
  return result;
}

/** -ln(1 - x) for x in [0, 0.5]: the sum of x^n / n. */
export function minusLogOfRest(x: bigint): bigint {
  let [sum, term, n] = [0n, x, 1n];
  while (term > 0n) {
    sum += term / n;
    term = times(term, x);
    n += 1n;
  }
  return sum;
}

/** 1 - e^-x for x of at least 0. */
export function oneLessExp(x: bigint): bigint {
  let halvings = 0n;
  while (x >> halvings > ONE >> 10n) halvings += 1n;
  const small = x >> halvings;
  let [sum, term, n] = [0n, small, 1n];
  while (term !== 0n) {
    sum += term;
    n += 1n;
    term = -times(term, small) / n;
  }
  // 1 - e^-2y = a(2 - a) with a = 1 - e^-y.
  for (; halvings > 0n; halvings -= 1n) sum = times(sum, 2n * ONE - sum);
  return sum;
}

/** The nearest double, whatever its size. */
export function nearest(value: bigint): number {
  if (value === 0n) return 0;
  const extra = BigInt(Math.max(0, value.toString(2).length - 70));
  return (
    Number(value >> extra) * 2 ** (Number(extra) - Number(BITS) / 2) * 2 ** (-Number(BITS) / 2)
  );
}
