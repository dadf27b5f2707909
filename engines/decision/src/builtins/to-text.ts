import { formatNumber } from '../feel/decimal.ts';
import type { Environment } from '../feel/environment.ts';
import { Range, isNumber, kindOf } from '../feel/values.ts';
import type { Context, Value } from '../feel/values.ts';

/** FEEL `string()`: texts as they are, everything else as FEEL would write it; null for null. */
export function toText(value: Value, env: Environment): Value {
  if (value === null) return null;
  const text = typeof value === 'string' ? value : literal(value, env);
  env.text(text.length);
  return text;
}

/** The value as a FEEL literal. */
export function literal(value: Value, env: Environment): string {
  env.step();
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNumber(value)) return formatNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, env)).join(', ')}]`;
  if (value instanceof Range) return rangeText(value, env);
  switch (kindOf(value)) {
    case 'context': {
      const entries = Object.entries(value as Context).map(([name, entry]) => `${entryName(name)}: ${literal(entry, env)}`);
      return `{${entries.join(', ')}}`;
    }
    case 'function':
      return 'function';
    default:
      return String(value);
  }
}

function entryName(name: string): string {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_ ]*$/u.test(name) ? name : JSON.stringify(name);
}

function rangeText(range: Range, env: Environment): string {
  if (range.operator) return `(${range.operator}${literal(range.start ?? range.end, env)})`;
  const open = range.startIncluded ? '[' : '(';
  const close = range.endIncluded ? ']' : ')';
  return `${open}${literal(range.start, env)}..${literal(range.end, env)}${close}`;
}
