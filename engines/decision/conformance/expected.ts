/** Compares a result with what the kit expects. */
import { Decimal, FeelDate, FeelDateTime, FeelTime, evaluate, toJson } from '../src/index.ts';
import type { Context, Value } from '../src/index.ts';

/** The kit writes results of irrational functions to eight digits. */
const TOLERANCE = '0.00000001';

/** What differs, in words; null when the value is as expected. */
export function difference(actual: Value, expected: Value): string | null {
  return same(actual, expected) ? null : `expected ${show(expected)}, got ${show(actual)}`;
}

function show(value: Value): string {
  return value instanceof Decimal ? String(value) : JSON.stringify(toJson(value));
}

function same(actual: Value, expected: Value): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) && actual.length === expected.length && expected.every((item, i) => same(actual[i] ?? null, item))
    );
  }
  if (isNumber(expected)) {
    return isNumber(actual) && evaluate('abs(a - b) <= number(t)', { a: actual, b: expected, t: TOLERANCE }) === true;
  }
  if (expected instanceof FeelDate || expected instanceof FeelTime || expected instanceof FeelDateTime) {
    return String(actual) === String(expected) || evaluate('is(a, b)', { a: actual, b: expected }) === true;
  }
  if (expected !== null && typeof expected === 'object' && expected.constructor === Object) {
    if (actual === null || typeof actual !== 'object' || actual.constructor !== Object) return false;
    const [a, b] = [actual as Context, expected as Context];
    const names = Object.keys(b);
    return (
      names.length === Object.keys(a).length &&
      names.every((name) => Object.hasOwn(a, name) && same(a[name] ?? null, b[name] ?? null))
    );
  }
  return evaluate('a = b', { a: actual, b: expected }) === true;
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || value instanceof Decimal;
}
