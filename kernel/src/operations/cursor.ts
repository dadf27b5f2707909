import { malformedRequest } from '../errors.ts';
import { isInstant, isReadable, isUuid } from './input.ts';

/** What one part of a cursor may be. */
type Part = (text: string) => boolean;

/** The place after which a list goes on, as text for an address. */
export function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @param shape what each part may be. @throws malformedRequest when it is none of ours. */
export function fromCursor(cursor: string | undefined, shape: readonly Part[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === shape.length && shape.every((part, i) => part(String(place[i]))))
      return place.map(String);
  } catch {
    // told below
  }
  throw malformedRequest();
}

export const anyText: Part = isReadable;
export const anyUuid: Part = isUuid;
export const anyTime: Part = isInstant;
export const anyNumber: Part = (text) => /^\d{1,15}$/.test(text);
