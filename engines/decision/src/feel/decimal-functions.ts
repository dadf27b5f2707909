/** Square root, exponential, logarithm and powers of FEEL numbers, to 34 digits. */
import {
  coefficientOf,
  compareNumbers,
  divide,
  exponentOf,
  isNegative,
  makeNumber,
  multiply,
  negate,
  pow10,
  toNumber,
} from './decimal.ts';
import type { Num } from './decimal.ts';

/** Fixed-point digits of the working values: 34 and enough guard digits. */
const DIGITS = 60;
const ONE = pow10(DIGITS);

/** Largest integer whose square is not above n ≥ 0 (Newton). */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** Null for negative numbers. */
export function squareRoot(n: Num): Num | null {
  if (isNegative(n)) return null;
  let coefficient = coefficientOf(n);
  let exponent = exponentOf(n);
  if (exponent % 2 !== 0) {
    coefficient *= 10n;
    exponent -= 1;
  }
  const scaled = coefficient * pow10(80);
  const root = integerRoot(scaled);
  if (root * root === scaled) return makeNumber(root, exponent / 2 - 40);
  return makeNumber(root * 10n + 1n, exponent / 2 - 41);
}

/** The number as fixed point with `DIGITS` digits; only for numbers of moderate size. */
function toFixed(n: Num): bigint {
  const shift = exponentOf(n) + DIGITS;
  const coefficient = coefficientOf(n);
  if (shift >= 0) return coefficient * pow10(shift);
  return -shift > 200 ? 0n : coefficient / pow10(-shift);
}

/** e^x for fixed-point |x| < 1, by halving eight times and the power series. */
function expFixed(x: bigint): bigint {
  const small = x / 256n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = (term * small) / (ONE * k);
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) / ONE;
  return sum;
}

/** Natural logarithm of fixed-point x > 0 near 1, by the area hyperbolic tangent. */
function logFixed(x: bigint): bigint {
  const t = ((x - ONE) * ONE) / (x + ONE);
  const square = (t * t) / ONE;
  let power = t;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = (power * square) / ONE;
  }
  return 2n * sum;
}

const LN2 = logFixed(2n * ONE);
const LN10 = 3n * LN2 + logFixed((10n * ONE) / 8n);

/** e^n; null when beyond the largest decimal. */
export function exponential(n: Num): Num | null {
  const size = toNumber(n);
  if (size > 14_200) return null;
  if (size < -14_300) return 0;
  return expOfFixed(toFixed(n));
}

function expOfFixed(x: bigint): Num | null {
  const tens = x / LN10;
  const rest = x - tens * LN10;
  // rest is within ±ln 10: split once more so that the series runs on |x| < 1.
  const quarter = expFixed(rest / 4n);
  const squared = (quarter * quarter) / ONE;
  return makeNumber((squared * squared) / ONE, Number(tens) - DIGITS);
}

/** Natural logarithm as fixed point; n > 0. */
function lnFixed(n: Num): bigint {
  const digits = coefficientOf(n).toString().length;
  const tens = exponentOf(n) + digits - 1;
  let mantissa = (coefficientOf(n) * ONE) / pow10(digits - 1);
  let halves = 0n;
  while (mantissa > (ONE * 4n) / 3n) {
    mantissa /= 2n;
    halves += 1n;
  }
  return logFixed(mantissa) + halves * LN2 + BigInt(tens) * LN10;
}

/** Natural logarithm; null unless n > 0. */
export function logarithm(n: Num): Num | null {
  if (n === 0 || isNegative(n)) return null;
  return n === 1 ? 0 : makeNumber(lnFixed(n), -DIGITS);
}

/** base^exponent; null where it has no real value or is too large. */
export function power(base: Num, exponent: Num): Num | null {
  const whole = typeof exponent === 'number' ? exponent : null;
  if (whole !== null && Math.abs(whole) <= 100_000) {
    if (whole >= 0) return powerWhole(base, whole);
    const inverse = powerWhole(base, -whole);
    return inverse === null ? (base === 0 ? null : 0) : divide(1, inverse);
  }
  if (base === 0) return isNegative(exponent) ? null : 0;
  if (isNegative(base)) return null;
  if (base === 1) return 1;
  const product = (lnFixed(base) * toFixed(exponent)) / ONE;
  const size = Number(product / pow10(DIGITS - 6)) / 1e6;
  if (size > 14_200) return null;
  return size < -14_300 ? 0 : expOfFixed(product);
}

/** By repeated squaring with 60-digit intermediate coefficients, so that the last digit is right. */
function powerWhole(base: Num, exponent: number): Num | null {
  if (exponent === 0) return 1;
  if (exponent === 1) return base;
  if (exponent === 2) return multiply(base, base);
  const negative = isNegative(base) && exponent % 2 === 1;
  const magnitude = isNegative(base) ? negate(base) : base;
  if (magnitude === 0 || magnitude === 1) return negative ? negate(magnitude) : magnitude;
  const estimate = Math.log10(toNumber(magnitude)) * exponent;
  if (estimate > 6200) return null;
  if (estimate < -6300 && compareNumbers(magnitude, 1) < 0) return 0;
  let result = 1n;
  let resultExponent = 0;
  let factor = coefficientOf(magnitude);
  let factorExponent = exponentOf(magnitude);
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) [result, resultExponent] = trim(result * factor, resultExponent + factorExponent);
    if (n > 1) [factor, factorExponent] = trim(factor * factor, factorExponent * 2);
  }
  return makeNumber(negative ? -result : result, resultExponent);
}

function trim(coefficient: bigint, exponent: number): [bigint, number] {
  const excess = coefficient.toString().length - 90;
  return excess > 0 ? [coefficient / pow10(excess), exponent + excess] : [coefficient, exponent];
}
