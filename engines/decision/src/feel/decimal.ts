/**
 * FEEL numbers: decimals of 34 significant digits, rounded half to even (IEEE 754-2008 decimal128).
 *
 * A number is a plain JavaScript number exactly when it is a safe integer; everything else is a
 * `Decimal`. The two never overlap, so counting and comparing whole amounts (đồng, days, ages) costs
 * what it costs in JavaScript, and fractions stay exact.
 */

/** coefficient × 10^exponent, without needless trailing zeros and never a safe integer. */
export class Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;

  constructor(coefficient: bigint, exponent: number) {
    this.coefficient = coefficient;
    this.exponent = exponent;
  }

  toString(): string {
    return formatNumber(this);
  }
}

export type Num = number | Decimal;

const PRECISION = 34;
const MAX_EXPONENT = 6144;
const MIN_EXPONENT = -6176;
const LIMIT = 10n ** BigInt(PRECISION);
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

const POWERS: bigint[] = [];
for (let i = 0, p = 1n; i <= 80; i++, p *= 10n) POWERS.push(p);

/** 10^n as a bigint, n ≥ 0. */
export function pow10(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n);
const digitsOf = (n: bigint): number => abs(n).toString().length;

export type Rounding = 'half-even' | 'half-up' | 'half-down' | 'up' | 'down' | 'floor' | 'ceiling';

/** Integer quotient rounded as asked; `divisor` > 0. */
export function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const away = dividend < 0n ? quotient - 1n : quotient + 1n;
  const twice = abs(rest) * 2n;
  switch (rounding) {
    case 'down':
      return quotient;
    case 'up':
      return away;
    case 'floor':
      return dividend < 0n ? away : quotient;
    case 'ceiling':
      return dividend < 0n ? quotient : away;
    case 'half-up':
      return twice >= divisor ? away : quotient;
    case 'half-down':
      return twice > divisor ? away : quotient;
    case 'half-even':
      return twice > divisor || (twice === divisor && quotient % 2n !== 0n) ? away : quotient;
  }
}

/**
 * The FEEL number nearest to coefficient × 10^exponent, or null when it is beyond the largest decimal128.
 */
export function makeNumber(coefficient: bigint, exponent: number): Num | null {
  if (coefficient === 0n) return 0;
  if (coefficient >= LIMIT || coefficient <= -LIMIT) {
    const excess = digitsOf(coefficient) - PRECISION;
    coefficient = divideRounded(coefficient, pow10(excess), 'half-even');
    exponent += excess;
    if (coefficient >= LIMIT || coefficient <= -LIMIT) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  if (exponent < MIN_EXPONENT) {
    const lost = MIN_EXPONENT - exponent;
    if (lost > PRECISION + 1) return 0;
    coefficient = divideRounded(coefficient, pow10(lost), 'half-even');
    exponent = MIN_EXPONENT;
    if (coefficient === 0n) return 0;
  }
  if (exponent < 0 && coefficient <= SAFE && coefficient >= -SAFE) {
    // The same as below on plain numbers, which are much quicker.
    let small = Number(coefficient);
    while (exponent < 0 && small % 10 === 0) {
      small /= 10;
      exponent += 1;
    }
    if (exponent === 0) return small;
    return new Decimal(BigInt(small), exponent);
  }
  while (exponent < 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  if (exponent >= 0) {
    if (exponent <= 15) {
      const whole = coefficient * pow10(exponent);
      if (whole <= SAFE && whole >= -SAFE) return Number(whole);
    }
    if (exponent + digitsOf(coefficient) - 1 > MAX_EXPONENT) return null;
  }
  return new Decimal(coefficient, exponent);
}

export const coefficientOf = (n: Num): bigint => (typeof n === 'number' ? BigInt(n) : n.coefficient);
export const exponentOf = (n: Num): number => (typeof n === 'number' ? 0 : n.exponent);

const LITERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads a decimal literal such as `-12.50`, `.5` or `1.2e-3`; null when the text is not one. */
export function parseNumber(text: string): Num | null {
  const match = LITERAL.exec(text);
  if (!match) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return null;
  if (text.length > 10_000) return null;
  const power = match[4] === undefined ? 0 : Number(match[4]);
  if (Math.abs(power) > 20_000) return null;
  if (fraction === '' && power === 0 && whole.length < 16) {
    const small = Number(whole);
    return match[1] === '-' && small !== 0 ? -small : small;
  }
  const coefficient = BigInt(whole + fraction);
  return makeNumber(match[1] === '-' ? -coefficient : coefficient, power - fraction.length);
}

/** The exact decimal that a JavaScript number prints as; null for NaN and the infinities. */
export function fromNumber(value: number): Num | null {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  const point = text.indexOf('.');
  // Up to fifteen digits without an exponent: JavaScript prints no needless zeros.
  if (point > 0 && text.length <= 16 && !text.includes('e')) {
    const digits = Number(text.slice(0, point) + text.slice(point + 1));
    return new Decimal(BigInt(digits), point + 1 - text.length);
  }
  return parseNumber(text);
}

/** The nearest JavaScript number. */
export function toNumber(n: Num): number {
  if (typeof n === 'number') return n;
  const { coefficient, exponent } = n;
  // Both parts are exact in binary up to here, so that the quotient is the nearest number.
  if (exponent < 0 && exponent >= -22 && coefficient <= SAFE && coefficient >= -SAFE)
    return Number(coefficient) / (BINARY_POWERS[-exponent] as number);
  return Number(`${coefficient}e${exponent}`);
}

const BINARY_POWERS: readonly number[] = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Plain notation without an exponent: `-0.05`, `1200`. */
export function formatNumber(n: Num): string {
  if (typeof n === 'number') return String(n);
  const sign = n.coefficient < 0n ? '-' : '';
  const digits = abs(n.coefficient).toString();
  if (n.exponent >= 0) return sign + digits + '0'.repeat(n.exponent);
  const point = digits.length + n.exponent;
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign}0.${'0'.repeat(-point)}${digits}`;
}

export function add(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const [x, y, exponent] = align(a, b);
  return makeNumber(x + y, exponent);
}

export function subtract(a: Num, b: Num): Num | null {
  return add(a, negate(b));
}

export function multiply(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  return makeNumber(coefficientOf(a) * coefficientOf(b), exponentOf(a) + exponentOf(b));
}

/** Quotient to 34 digits; null when `b` is zero. */
export function divide(a: Num, b: Num): Num | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') {
    const quotient = a / b;
    if (Number.isSafeInteger(quotient) && quotient * b === a) return quotient === 0 ? 0 : quotient;
  }
  return divideRatio(coefficientOf(a), exponentOf(a), coefficientOf(b), exponentOf(b));
}

function divideRatio(x: bigint, xExponent: number, y: bigint, yExponent: number): Num | null {
  if (x === 0n) return 0;
  if (y < 0n) [x, y] = [-x, -y];
  const shift = Math.max(0, PRECISION + 2 + digitsOf(y) - digitsOf(x));
  let quotient = x * pow10(shift);
  // A sticky last digit keeps the second rounding (to 34 digits) exact.
  const sticky = quotient % y !== 0n;
  quotient /= y;
  if (sticky) {
    quotient = quotient * 10n + (x < 0n ? -1n : 1n);
    return makeNumber(quotient, xExponent - yExponent - shift - 1);
  }
  return makeNumber(quotient, xExponent - yExponent - shift);
}

export function negate(n: Num): Num {
  if (typeof n === 'number') return n === 0 ? 0 : -n;
  return new Decimal(-n.coefficient, n.exponent);
}

export function absolute(n: Num): Num {
  return isNegative(n) ? negate(n) : n;
}

export function isNegative(n: Num): boolean {
  return typeof n === 'number' ? n < 0 : n.coefficient < 0n;
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compareNumbers(a: Num, b: Num): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const far = exponentOf(a) + digitsOf(coefficientOf(a)) - exponentOf(b) - digitsOf(coefficientOf(b));
  const negative = isNegative(a);
  if (negative !== isNegative(b)) return negative ? -1 : 1;
  // Spare the alignment of numbers of very different size (and the memory it would take).
  if (a !== 0 && b !== 0 && Math.abs(far) > 1) return far > 0 !== negative ? 1 : -1;
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Both coefficients at one exponent. Far-away numbers are aligned only as far as rounding can tell. */
function align(a: Num, b: Num): [bigint, bigint, number] {
  const x = coefficientOf(a);
  const y = coefficientOf(b);
  const xe = exponentOf(a);
  const ye = exponentOf(b);
  if (xe === ye) return [x, y, xe];
  if (x === 0n) return [0n, y, ye];
  if (y === 0n) return [x, 0n, xe];
  const reach = 2 * PRECISION + 4;
  if (xe > ye) {
    if (xe - ye > reach) return [x * pow10(reach), y < 0n ? -1n : 1n, xe - reach];
    return [x * pow10(xe - ye), y, ye];
  }
  if (ye - xe > reach) return [x < 0n ? -1n : 1n, y * pow10(reach), ye - reach];
  return [x, y * pow10(ye - xe), xe];
}

/** Rounds to `scale` digits after the point (negative: before it). */
export function roundTo(n: Num, scale: number, rounding: Rounding): Num | null {
  const exponent = exponentOf(n);
  if (-exponent <= scale) return n;
  const drop = -scale - exponent;
  const coefficient = coefficientOf(n);
  // Everything is dropped: at most one unit of the last place remains.
  const divisor = pow10(Math.min(drop, PRECISION + 2));
  return makeNumber(divideRounded(coefficient, divisor, rounding), -scale);
}

export function isWhole(n: Num): boolean {
  return typeof n === 'number' || n.exponent >= 0;
}

/** The number without its fraction as a JavaScript integer; null when that is no safe one. */
export function asInteger(n: Num): number | null {
  const whole = isWhole(n) ? n : roundTo(n, 0, 'down');
  return typeof whole === 'number' ? whole : null;
}

/** dividend − divisor × floor(dividend ÷ divisor): the sign is the divisor's. Null when `b` is zero. */
export function modulo(a: Num, b: Num): Num | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return rest === 0 ? 0 : rest < 0 !== b < 0 ? rest + b : rest;
  }
  if (Math.abs(exponentOf(a) - exponentOf(b)) > 6200) return null;
  const exponent = Math.min(exponentOf(a), exponentOf(b));
  const x = coefficientOf(a) * pow10(exponentOf(a) - exponent);
  const y = coefficientOf(b) * pow10(exponentOf(b) - exponent);
  const rest = x % y;
  return makeNumber(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest, exponent);
}
