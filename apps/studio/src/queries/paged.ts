import { fold, isReadable, malformedRequest, type Queries, type Sql, sql } from '@dinh/kernel';
import { Type } from 'typebox';

/** What every list of the studio is asked: words to look for, an order, and the page. */
export const listInput = {
  query: Type.Optional(Type.String({ maxLength: 120, pattern: '^[^\\u0000-\\u001f]*$' })),
  descending: Type.Optional(Type.Boolean()),
  after: Type.Optional(Type.String({ maxLength: 2000, description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
};

interface Asked {
  readonly descending?: boolean;
  readonly after?: string;
  readonly limit?: number;
}

/**
 * One page of rows, in the order of a text and, where that is the same, of their ids: 50 unless `limit` says otherwise.
 * @param rows a query whose columns include `id`
 * @param by the text to sort by, of the columns of `rows`
 * @returns the rows, and where the next page begins; null at the end. @throws malformedRequest
 */
export async function pageOf<Row>(
  db: Queries,
  rows: Sql,
  by: Sql,
  { descending, after, limit = 50 }: Asked,
): Promise<{ rows: Row[]; next: string | null }> {
  const [way, behind] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const place = after === undefined ? undefined : fromCursor(after);
  const found = await db.all<Row & { id: string; place?: string }>(
    sql`select * from (select r.*, (${by}) collate "C" as place from (${rows}) r) x
        where ${place ? sql`(x.place, x.id::text collate "C") ${behind} (${place[0]}, ${place[1]})` : sql`true`}
        order by x.place ${way}, x.id::text collate "C" ${way} limit ${limit + 1}`,
  );
  const more = found.length > limit;
  if (more) found.pop();
  const last = found.at(-1);
  const next = more && last ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null;
  for (const row of found) delete row.place;
  return { rows: found, next };
}

/** Whether a text holds every word that is looked for, without accents. */
export const holdsWords = (text: Sql, query: string): Sql =>
  sql.all(
    fold(query)
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => sql`kernel.fold(${text}) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
  );

/** A moment as a text that sorts as it does. */
export const momentText = (moment: Sql): Sql => sql`to_char(${moment} at time zone 'UTC', 'YYYYMMDDHH24MISSUS')`;

function fromCursor(text: string): [string, string] {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === 2 && place.every((one) => typeof one === 'string' && isReadable(one)))
      return place as [string, string];
  } catch {
    // told below
  }
  throw malformedRequest();
}
