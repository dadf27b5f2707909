/** Equality, order and identity of FEEL values. */
import { compareNumbers } from './decimal.ts';
import { DaysTime, FeelDate, FeelDateTime, FeelTime, NANOS_PER_SECOND, YearsMonths } from './temporal.ts';
import type { Environment } from './environment.ts';
import { Range, getEntry, isNumber, kindOf } from './values.ts';
import type { Context, RangeOperator, Value } from './values.ts';

/** FEEL `=`: null when the two are of kinds that cannot be equal. `env` counts the work on what is nested. */
export function equal(a: Value, b: Value, env?: Environment): boolean | null {
  if (a === b) return true;
  if (a === null || b === null) return false;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return null;
  switch (kind) {
    case 'boolean':
    case 'string':
    case 'function':
      return false;
    case 'list':
      return equalLists(a as Value[], b as Value[], env);
    case 'context':
      return equalContexts(a as Context, b as Context, env);
    case 'range':
      return equalRanges(a as Range, b as Range);
    default: {
      if (isLocal(a) !== isLocal(b)) return false;
      const order = compare(inSeconds(a), inSeconds(b));
      return order === null ? null : order === 0;
    }
  }
}

/** Whether a time or date and time has no zone. */
function isLocal(value: Value): boolean {
  if (value instanceof FeelDateTime) return value.time.zone === null;
  return value instanceof FeelTime && value.zone === null;
}

/** Times are equal when they are so to the second (their order is finer). */
function inSeconds(value: Value): Value {
  if (value instanceof FeelTime) return new FeelTime(value.nanos - (value.nanos % NANOS_PER_SECOND), value.zone);
  if (value instanceof FeelDateTime) return new FeelDateTime(value.date, inSeconds(value.time) as FeelTime);
  return value;
}

function equalLists(a: Value[], b: Value[], env?: Environment): boolean {
  if (a.length !== b.length) return false;
  env?.step(a.length);
  return a.every((item, i) => equal(item, b[i] ?? null, env) === true);
}

function equalContexts(a: Context, b: Context, env?: Environment): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  env?.step(names.length);
  return names.every((name) => {
    const other = getEntry(b, name);
    return other !== undefined && equal(a[name] ?? null, other, env) === true;
  });
}

function equalRanges(a: Range, b: Range): boolean {
  return (
    a.operator === b.operator &&
    a.startIncluded === b.startIncluded &&
    a.endIncluded === b.endIncluded &&
    equal(a.start, b.start) === true &&
    equal(a.end, b.end) === true
  );
}

const sign = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Negative, zero or positive; null when FEEL gives the two no order. */
export function compare(a: Value, b: Value): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string') return typeof b === 'string' ? compareTexts(a, b) : null;
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) : null;
  if (a instanceof FeelDate) return b instanceof FeelDate ? sign(a.epochDay, b.epochDay) : null;
  if (a instanceof FeelDateTime) {
    if (!(b instanceof FeelDateTime)) return null;
    // A local value is read in the zone of the other.
    if ((a.time.zone === null) !== (b.time.zone === null)) return sign(a.localNanos, b.localNanos);
    return sign(a.instant, b.instant);
  }
  if (a instanceof FeelTime) {
    if (!(b instanceof FeelTime)) return null;
    const x = a.offset();
    const y = b.offset();
    if (x === null || y === null) return sign(a.nanos, b.nanos);
    return sign(a.nanos - x * NANOS_PER_SECOND, b.nanos - y * NANOS_PER_SECOND);
  }
  if (a instanceof YearsMonths) return b instanceof YearsMonths ? sign(a.months, b.months) : null;
  if (a instanceof DaysTime) return b instanceof DaysTime ? sign(a.nanos, b.nanos) : null;
  return null;
}

/** By code points, so that characters beyond the basic plane sort after it. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Whether the value lies in the range; null when it has no order with the range's ends. */
export function inRange(value: Value, range: Range): boolean | null {
  if (range.operator === '!=') {
    const same = equal(value, range.start);
    return same === null ? null : !same;
  }
  if (value === null || (range.operator === null && (range.start === null || range.end === null))) return null;
  let within = true;
  if (range.start !== null) {
    const order = compare(value, range.start);
    if (order === null) return null;
    within = range.startIncluded ? order >= 0 : order > 0;
  }
  if (range.end !== null) {
    const order = compare(value, range.end);
    if (order === null) return null;
    within &&= range.endIncluded ? order <= 0 : order < 0;
  }
  return within;
}

/** FEEL `is()`: the same element of the value space, zones included. */
export function identical(a: Value, b: Value): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof FeelTime && b instanceof FeelTime) return a.nanos === b.nanos && sameZone(a, b);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) {
    return equal(a.date, b.date) === true && a.time.nanos === b.time.nanos && sameZone(a.time, b.time);
  }
  return equal(a, b) === true;
}

function sameZone(a: FeelTime, b: FeelTime): boolean {
  return a.zone === b.zone;
}

/** Whether an order (negative, zero, positive) answers the operator. */
export const ORDER_TESTS: Record<'<' | '<=' | '>' | '>=', (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** The range, or null when its ends have no common order. */
export function makeRange(
  start: Value,
  end: Value,
  startIncluded: boolean,
  endIncluded: boolean,
  operator: RangeOperator | null = null,
): Range | null {
  const ordered = start === null || end === null || operator !== null || compare(start, end) !== null;
  if (!ordered && equal(start, end) !== true) return null;
  return new Range(start, end, startIncluded, endIncluded, operator);
}
