import type { Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import type { Event } from './dispatcher.ts';

/** An event with its place in the order in which they are read. */
export interface PlacedEvent extends Event {
  /** `transaction.number`; the next question goes on behind it. */
  readonly cursor: string;
}

const cursorShape = /^(\d{1,19})\.(\d{1,18})$/;

/** True for a cursor as `readEvents` gives them. */
export function isEventCursor(text: string): boolean {
  return cursorShape.test(text);
}

/**
 * Events of some names in the order of their transactions, so that a reader who goes on behind the last cursor misses none
 * and sees none twice, whatever commits late (docs/adr/0005). Events are kept for a month.
 * @param after oldest first, behind this cursor; left out: from the oldest kept
 * @param before newest first instead, older than this cursor; empty: from the newest
 */
export async function readEvents(
  db: Queries,
  names: readonly string[],
  limit: number,
  { after, before, key }: { readonly after?: string; readonly before?: string; readonly key?: string } = {},
): Promise<PlacedEvent[]> {
  const newest = before !== undefined;
  const [, xid, id] = cursorShape.exec((newest ? before : after) ?? '') ?? [];
  const place = sql`(${xid ?? '0'}::xid8, ${id ?? '0'}::bigint)`;
  const side = !xid ? sql`true` : newest ? sql`(xid, id) < ${place}` : sql`(xid, id) > ${place}`;
  const order = newest ? sql`xid desc, id desc` : sql`xid, id`;
  return db.all<PlacedEvent>(
    sql`select xid::text || '.' || id::text as cursor, id, at, name, key, topics, data, trace from kernel.event
        where name = any(${[...names]}) and ${side} and xid < pg_snapshot_xmin(pg_current_snapshot())
          and ${key === undefined ? sql`true` : sql`key = ${key}`}
        order by ${order} limit ${limit}`,
  );
}
