import { shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import type { Place, Scored } from './find.ts';
import type { Entry, ProcedureIndex } from './procedure-index.ts';
import type { Sought } from './word-index.ts';

/** How the lists of procedures can be narrowed, as operations take it. */
export const Narrowing = {
  agency: Type.Optional(Type.String({ maxLength: 100, description: 'key of the competent agency' })),
  businessType: Type.Optional(Type.String({ maxLength: 40, description: 'code of a field, with all below it' })),
  kind: Type.Optional(Type.String({ maxLength: 40 })),
  audience: Type.Optional(Type.Union([Type.Literal('citizen'), Type.Literal('business')])),
  level: Type.Optional(Type.String({ maxLength: 40 })),
  lifeEvent: Type.Optional(Type.String({ maxLength: 60 })),
  online: Type.Optional(Type.Boolean({ description: 'only those that can be filed online' })),
};

/** One procedure in a list. */
export const FoundLine = shape({
  code: Type.String(),
  name: Type.String(),
  shortName: Type.Union([Type.String(), Type.Null()]),
  agency: shape({ key: Type.String(), name: shape({ vi: Type.String(), en: Type.String() }) }),
  businessType: shape({ code: Type.String(), name: shape({ vi: Type.String(), en: Type.String() }) }),
  kind: Type.String(),
  level: Type.String(),
  audience: Type.String(),
  channels: Type.Array(Type.String()),
  workedOut: Type.Boolean(),
  /** Where the name shows what was asked for: start and length. */
  marks: Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 })),
});
export type Found = Static<typeof FoundLine>;

/** Lines for what was found; words of the query are marked in the names. */
export function foundLines({ words }: ProcedureIndex, entries: readonly Entry[], sought: Sought | undefined): Found[] {
  if (!sought) return entries.map(listedLine);
  const places = entries.map(({ place }) => place);
  return words.marks(places, sought).map((marks, i) => ({ ...entries[i]!.shown, marks }));
}

/** The same where nothing was asked for. */
export const listedLine = ({ shown }: Entry): Found => ({ ...shown, marks: [] });

/** The cursor behind a full page; null at the end. */
export function nextCursor(found: readonly Scored[], limit: number): string | null {
  const last = found.length === limit ? found.at(-1) : undefined;
  return last ? Buffer.from(JSON.stringify([last.score, last.entry.shown.code])).toString('base64url') : null;
}

/** A cursor that is not one of ours begins at the beginning. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (!cursor) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) && Number.isInteger(place[0]) && typeof place[1] === 'string'
      ? [place[0] as number, place[1]]
      : undefined;
  } catch {
    return undefined;
  }
}
