/** Plain JSON ↔ FEEL values. */
import { FeelError } from './errors.ts';
import { Decimal, formatNumber, fromNumber, makeNumber } from './decimal.ts';
import { dateTimeFromInstant } from './temporal.ts';
import { FeelFunction, Range, kindOf, setEntry } from './values.ts';
import type { Context, Value } from './values.ts';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const MAX_DEPTH = 500;

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new FeelError('budget', { vi: 'Dữ liệu lồng quá sâu.', en: 'The data is nested too deep.' });
}

/**
 * FEEL value of plain data. Numbers become exact decimals as they print (0.1 is one tenth); texts stay
 * texts, also those that look like dates (`date()` converts them). A JavaScript Date becomes a date and
 * time in UTC. Values that are FEEL values already, and objects in which nothing changes, are returned
 * as they are, without a copy. Throws FeelError when the data is nested deeper than 500.
 */
export function fromJson(value: unknown): Value {
  return convert(value, 0);
}

function convert(value: unknown, depth: number): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isSafeInteger(value) && value !== 0 ? value : fromNumber(value);
    case 'bigint':
      return makeNumber(value, 0);
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  checkDepth(depth);
  if (Array.isArray(value)) {
    let copy: Value[] | null = null;
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      const converted = convert(item, depth + 1);
      if (converted !== item && !copy) copy = value.slice(0, i) as Value[];
      copy?.push(converted);
    }
    return copy ?? (value as Value[]);
  }
  if (value instanceof Date) {
    const millis = value.getTime();
    return Number.isNaN(millis) ? null : dateTimeFromInstant(BigInt(millis) * 1_000_000n, 0);
  }
  if (kindOf(value as Value) !== 'context') return value as Value;
  return fromObject(value as Record<string, unknown>, depth);
}

/** `fromJson` of an object of named values. */
export function fromObject(object: Record<string, unknown>, depth = 0): Context {
  let copy: Context | null = null;
  for (const name in object) {
    const entry = object[name];
    const converted = convert(entry, depth + 1);
    if (converted === entry) {
      if (copy) setEntry(copy, name, converted);
      continue;
    }
    if (!copy) {
      copy = {};
      for (const before in object) {
        if (before === name) break;
        setEntry(copy, before, object[before] as Value);
      }
    }
    setEntry(copy, name, converted);
  }
  return copy ?? (object as Context);
}

/**
 * Plain data of a FEEL value. Whole numbers within ±(2⁵³ − 1) are JSON numbers, every other number is a
 * text in plain notation ("12.5"), so that no amount ever passes through floating point. Dates, times
 * and durations are their ISO texts, ranges an object of their ends, functions null.
 */
export function toJson(value: Value): Json {
  return plain(value, 0);
}

function plain(value: Value, depth: number): Json {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  checkDepth(depth);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (value instanceof Decimal) return formatNumber(value);
  if (value instanceof FeelFunction) return null;
  if (value instanceof Range) {
    return {
      start: plain(value.start, depth + 1),
      end: plain(value.end, depth + 1),
      startIncluded: value.startIncluded,
      endIncluded: value.endIncluded,
      ...(value.operator && { operator: value.operator }),
    };
  }
  if (kindOf(value) !== 'context') return String(value);
  const object: Record<string, Json> = {};
  for (const [name, entry] of Object.entries(value)) setEntry(object, name, plain(entry, depth + 1));
  return object;
}
