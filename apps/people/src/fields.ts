import { Type, type TSchema } from 'typebox';

export const uuid = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
});
// No control characters: PostgreSQL cannot hold NUL, and none of the others is ever meant.
export const line = (maxLength: number) => Type.String({ maxLength, pattern: '^[^\\u0000-\\u001f]*$' });
export const day = Type.String({ pattern: '^(19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
export const unitId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
export const limit = Type.Integer({ minimum: 1, maximum: 1000 });
export const cursor = Type.String({ maxLength: 1000 });
export const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
/** A point in time: a `Date` here, ISO text on the wire. */
export const moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });
export const text = Type.Object({ vi: Type.String(), en: Type.String() });
