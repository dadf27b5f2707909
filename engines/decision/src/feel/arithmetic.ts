/** + − × ÷ ** and negation over all kinds of FEEL values. */
import {
  add as addNumbers,
  coefficientOf,
  divide as divideNumbers,
  divideRounded,
  exponentOf,
  makeNumber,
  multiply as multiplyNumbers,
  negate as negateNumber,
  pow10,
  subtract as subtractNumbers,
} from './decimal.ts';
import type { Num } from './decimal.ts';
import { power as powerOf } from './decimal-functions.ts';
import type { Environment } from './environment.ts';
import {
  DaysTime,
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS_PER_DAY,
  NANOS_PER_SECOND,
  YearsMonths,
  addMonths,
  dateTimeFromInstant,
  midnight,
} from './temporal.ts';
import { isNumber, kindOf } from './values.ts';
import type { Value } from './values.ts';

type Operation = (a: Value, b: Value, env: Environment) => Value;

function wrong(env: Environment, operation: string, a: Value, b: Value): null {
  return env.note(`Cannot ${operation} ${kindOf(a)} and ${kindOf(b)}.`);
}

function bounded(env: Environment, value: Num | null): Value {
  return value ?? env.note('The number is too large, or a division by zero.');
}

export const add: Operation = (a, b, env) => {
  if (isNumber(a) && isNumber(b)) return bounded(env, addNumbers(a, b));
  if (typeof a === 'string' && typeof b === 'string') {
    env.text(a.length + b.length);
    return a + b;
  }
  const sum = isDuration(a) && !isDuration(b) ? shift(b, a, 1) : isDuration(b) ? shift(a, b, 1) : undefined;
  return sum === undefined ? wrong(env, 'add', a, b) : (sum ?? env.note('The date is out of range.'));
};

export const subtract: Operation = (a, b, env) => {
  if (isNumber(a) && isNumber(b)) return bounded(env, subtractNumbers(a, b));
  if (isDuration(b)) {
    const difference = shift(a, b, -1);
    return difference === undefined ? wrong(env, 'subtract', a, b) : (difference ?? env.note('The date is out of range.'));
  }
  const between = elapsed(a, b);
  return between === null ? wrong(env, 'subtract', a, b) : new DaysTime(between);
};

function isDuration(value: Value): value is YearsMonths | DaysTime {
  return value instanceof YearsMonths || value instanceof DaysTime;
}

/** value ± duration; undefined when FEEL does not define it, null when out of range. */
function shift(value: Value, by: YearsMonths | DaysTime, sign: 1 | -1): Value | undefined {
  if (by instanceof YearsMonths) {
    const months = sign * by.months;
    if (value instanceof YearsMonths) return new YearsMonths(value.months + months);
    if (value instanceof FeelDate) return addMonths(value, months);
    if (value instanceof FeelDateTime) {
      const date = addMonths(value.date, months);
      return date && new FeelDateTime(date, value.time);
    }
    return undefined;
  }
  const nanos = sign < 0 ? -by.nanos : by.nanos;
  if (value instanceof DaysTime) return new DaysTime(value.nanos + nanos);
  if (value instanceof FeelDate) return dateTimeFromInstant(midnight(value).instant + nanos, 0)?.date ?? null;
  if (value instanceof FeelDateTime) return dateTimeFromInstant(value.instant + nanos, value.time.zone);
  if (value instanceof FeelTime) {
    const day = BigInt(NANOS_PER_DAY);
    const shifted = (BigInt(value.nanos) + nanos) % day;
    return new FeelTime(Number(shifted < 0n ? shifted + day : shifted), value.zone);
  }
  return undefined;
}

/** a − b in nanoseconds for two points in time; null when they cannot be subtracted. */
function elapsed(a: Value, b: Value): bigint | null {
  if (a instanceof FeelTime && b instanceof FeelTime) {
    const x = a.offset();
    const y = b.offset();
    if ((x === null) !== (y === null)) return null;
    return BigInt(a.nanos - b.nanos) - BigInt((x ?? 0) - (y ?? 0)) * BigInt(NANOS_PER_SECOND);
  }
  const from = a instanceof FeelDate ? midnight(a) : a;
  const to = b instanceof FeelDate ? midnight(b) : b;
  if (!(from instanceof FeelDateTime) || !(to instanceof FeelDateTime)) return null;
  if ((from.time.zone === null) !== (to.time.zone === null)) return null;
  return from.instant - to.instant;
}

export const multiply: Operation = (a, b, env) => {
  if (isNumber(a) && isNumber(b)) return bounded(env, multiplyNumbers(a, b));
  if (isNumber(a) && isDuration(b)) return scale(b, a, 1, env);
  if (isDuration(a) && isNumber(b)) return scale(a, b, 1, env);
  return wrong(env, 'multiply', a, b);
};

export const divide: Operation = (a, b, env) => {
  if (isNumber(a) && isNumber(b)) return bounded(env, divideNumbers(a, b));
  if (isDuration(a) && isNumber(b)) {
    return b === 0 ? env.note('Division by zero.') : scale(a, 1, b, env);
  }
  if (a instanceof YearsMonths && b instanceof YearsMonths) {
    return bounded(env, divideNumbers(a.months, b.months));
  }
  if (a instanceof DaysTime && b instanceof DaysTime) {
    const [x, y] = [makeNumber(a.nanos, 0), makeNumber(b.nanos, 0)];
    return x === null || y === null ? null : bounded(env, divideNumbers(x, y));
  }
  return wrong(env, 'divide', a, b);
};

/** duration × factor ÷ divisor, cut to whole months or nanoseconds. */
function scale(duration: YearsMonths | DaysTime, factor: Num, divisor: Num, env: Environment): Value {
  const size = duration instanceof YearsMonths ? BigInt(duration.months) : duration.nanos;
  const exponent = exponentOf(factor) - exponentOf(divisor);
  if (Math.abs(exponent) > 100) return env.note('The duration is out of range.');
  let top = size * coefficientOf(factor);
  let bottom = coefficientOf(divisor);
  if (exponent >= 0) top *= pow10(exponent);
  else bottom *= pow10(-exponent);
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  const result = divideRounded(top, bottom, 'down');
  if (duration instanceof DaysTime) return new DaysTime(result);
  const months = Number(result);
  return Number.isSafeInteger(months) ? new YearsMonths(months) : env.note('The duration is out of range.');
}

export const power: Operation = (a, b, env) => {
  if (isNumber(a) && isNumber(b)) {
    // A series, or a multiplication for every bit of the exponent.
    env.step(10);
    return bounded(env, powerOf(a, b));
  }
  return wrong(env, 'raise', a, b);
};

export function negate(value: Value, env: Environment): Value {
  if (isNumber(value)) return negateNumber(value);
  if (value instanceof YearsMonths) return new YearsMonths(value.months === 0 ? 0 : -value.months);
  if (value instanceof DaysTime) return new DaysTime(-value.nanos);
  return env.note(`Cannot negate ${kindOf(value)}.`);
}
