import { shape } from '@dinh/kernel';
import { Type, type TSchema } from 'typebox';
import { Problem } from './model/body-text.ts';

export const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});
export const kindName = Type.String({ pattern: '^[a-z][a-z-]{0,40}$' });
/** A definition's key: the name of a file, a form, a procedure's code. */
export const keyName = Type.String({ pattern: '^[\\w][\\w.-]{0,99}$' });
export const day = Type.String({ pattern: '^(19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
export const line = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000-\\u001f]*$' });
export const paragraph = (maxLength: number) =>
  Type.String({ maxLength, pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$' });
export const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
/** A point in time: a `Date` here, ISO text on the wire. */
export const moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });

/** A version without its body. */
export const VersionLine = shape({
  id: uuid,
  version: Type.Integer(),
  effectiveFrom: Type.String(),
  effectiveTo: nullable(Type.String()),
  origin: Type.String(),
  source: Type.String(),
  createdAt: moment,
  author: nullable(Type.String()),
});

export const DraftLine = shape({
  id: uuid,
  kind: Type.String(),
  key: Type.String(),
  state: Type.String(),
  source: Type.String(),
  baseVersion: Type.Integer(),
  problems: Type.Array(Problem),
  effectiveFrom: nullable(Type.String()),
  author: uuid,
  authorName: Type.String(),
  createdAt: moment,
  changedAt: moment,
});
