import { type FieldError, isDay, localDate, type Text } from '@dinh/kernel';
import { Type, type TSchema } from 'typebox';

/** Shapes of fields that many operations share. Lengths are in characters. */
export const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});
export const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const unitId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
// No NUL in any text: PostgreSQL cannot hold it.
export const line = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength, pattern: '^[^\\u0000-\\u001f]*$' });
export const personName = line(120, 2);
/** Số định danh cá nhân: 12 digits (Luật Căn cước); the old identity card has 9. */
export const idNumber = Type.String({ pattern: '^(\\d{12}|\\d{9})$' });
/** What one signs in with besides a number: small letters, digits, dots and dashes. */
export const accountPattern = /^[a-z0-9][a-z0-9._@-]{1,59}$/;
export const accountName = Type.String({ pattern: accountPattern.source });
export const taxCode = Type.String({ pattern: '^\\d{10}(-\\d{3})?$' });
export const phonePattern = /^\+?[0-9][0-9 .]{7,16}$/;
export const phone = Type.String({ pattern: phonePattern.source });
const emailText = '^[^\\s@\\u0000]+@[^\\s@\\u0000]+\\.[^\\s@\\u0000]+$';
export const emailPattern = new RegExp(emailText);
export const email = Type.String({ maxLength: 254, pattern: emailText });
export const gender = Type.Union([Type.Literal('male'), Type.Literal('female'), Type.Literal('other')]);
export const address = Type.Object(
  {
    province: Type.Optional(line(120, 0)),
    district: Type.Optional(line(120, 0)),
    commune: Type.Optional(line(120, 0)),
    detail: Type.Optional(line(300, 0)),
  },
  { additionalProperties: false },
);
export const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

const noSuchDay: Text = { vi: 'Ngày này không có trong lịch.', en: 'There is no such day.' };
const notBorn: Text = { vi: 'Ngày sinh phải là một ngày đã qua.', en: 'A birth date lies in the past.' };

/** What is wrong with a birth date; undefined when nothing is. */
export function birthDateError(path: string, date: string | undefined, now: Date): FieldError | undefined {
  if (date === undefined) return undefined;
  if (!isDay(date) || date < '1880-01-01') return { path, message: noSuchDay };
  return date > localDate(now) ? { path, message: notBorn } : undefined;
}

/** Brings a telephone number to one form: digits, the country code 84 as 0. */
export function plainPhone(text: string): string {
  return text.replace(/[ .]/g, '').replace(/^\+?84(?=\d{8,})/, '0');
}

/** A point in time: a `Date` here, ISO text on the wire. */
export const moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });
