import * as Formats from 'typebox/format';
import type { TSchema } from 'typebox';
import type { FieldError } from '../errors.ts';
import type { Text } from '../text.ts';

/** Deeper than any form is; JSON of a thousand brackets must not exhaust the stack further down. */
const deepest = 48;
const largestInt = 2_147_483_647;

const unreadable: Text = {
  vi: 'Có ký tự không đọc được. Xin gõ lại mục này.',
  en: 'This holds characters that cannot be read. Please type it again.',
};
const tooDeep: Text = { vi: 'Dữ liệu lồng quá sâu.', en: 'This is nested too deeply.' };
const tooBig: Text = { vi: 'Số này quá lớn.', en: 'This number is too large.' };

// The standard knows a year 0 and leap seconds; neither the calendar of our clock nor PostgreSQL does.
Formats.Set('date', (text: string) => Formats.IsDate(text) && !text.startsWith('0000'));
Formats.Set(
  'date-time',
  (text: string) => Formats.IsDateTime(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text)),
);

/** True for a text that can be kept: whole Unicode without NUL, which no PostgreSQL text can hold. */
export function isReadable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** True for a UUID as PostgreSQL takes it; for cursors and addresses, which no schema checks. */
export function isUuid(text: string): boolean {
  return Formats.IsUuid(text);
}

/** True for `YYYY-MM-DD` of the years 1 to 9999 that is in the calendar: 2026-02-30 is not. */
export function isDay(text: string): boolean {
  return Formats.Test('date', text);
}

/** True for an instant as `toISOString` writes it, of the years 1 to 9999. */
export function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && Formats.Test('date-time', text);
}

/**
 * What no schema says and the database cannot hold: broken characters, whole numbers beyond `int` where the schema
 * names no limit of its own, endless nesting. Looked at here once, so that no handler must.
 * @returns at most one error: the first.
 */
export function unholdable(value: unknown, schema?: TSchema): FieldError | undefined {
  return look(value, schema, '', 0);
}

interface Loose {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Record<string, Loose>;
  readonly items?: Loose | Loose[];
  readonly anyOf?: readonly Loose[];
}

function look(value: unknown, schema: Loose | undefined, path: string, depth: number): FieldError | undefined {
  if (typeof value === 'string') return isReadable(value) ? undefined : { path, message: unreadable };
  if (typeof value === 'number') return isTooBig(value, schema) ? { path, message: tooBig } : undefined;
  if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
  if (depth >= deepest) return { path, message: tooDeep };
  for (const [key, inner] of Object.entries(value)) {
    if (!isReadable(key)) return { path, message: unreadable };
    const wrong = look(inner, within(schema, key), path ? `${path}.${key}` : key, depth + 1);
    if (wrong) return wrong;
  }
  return undefined;
}

function within(schema: Loose | undefined, key: string): Loose | undefined {
  const variants = schema?.anyOf ?? (schema ? [schema] : []);
  for (const one of variants) {
    const property = one.properties && Object.hasOwn(one.properties, key) ? one.properties[key] : undefined;
    const found = property ?? (Array.isArray(one.items) ? one.items[Number(key)] : one.items);
    if (found) return found;
  }
  return undefined;
}

function isTooBig(value: number, schema: Loose | undefined): boolean {
  const whole = [schema, ...(schema?.anyOf ?? [])].find((one) => one?.type === 'integer');
  if (!whole) return false;
  return (whole.maximum === undefined && value > largestInt) || (whole.minimum === undefined && value < -largestInt);
}
