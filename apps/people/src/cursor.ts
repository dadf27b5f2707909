import { malformedRequest } from '@dinh/kernel';

/** The place after which a list goes on, as text for an address. */
export function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @param shape a pattern for each part. @throws malformedRequest when it is none of ours. */
export function fromCursor(cursor: string | undefined, shape: readonly RegExp[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(place) &&
      place.length === shape.length &&
      shape.every((part, i) => part.test(String(place[i])))
    )
      return place.map(String);
  } catch {
    // told below
  }
  throw malformedRequest();
}

export const anyText: RegExp = /^[^\0]*$/;
export const anyUuid: RegExp = /^[0-9a-f-]{36}$/;
export const anyTime: RegExp = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
export const anyNumber: RegExp = /^\d{1,15}$/;
