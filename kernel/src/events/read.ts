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

const mostLookedAt = 5000;

/**
 * Which of these topics have changed behind a position, for whoever begins to listen only now.
 * @param after as the dispatcher's `position`; what is none, or is none of this database, is answered as if all had changed
 * @returns all of them also where more has happened than is worth reading: asking for a part once more costs less
 */
export async function topicsSince(db: Queries, after: string, topics: readonly string[]): Promise<readonly string[]> {
  const [, xid, id] = cursorShape.exec(after) ?? [];
  if (topics.length === 0 || !xid) return topics;
  const { looked, known, changed } = await db.one<{ looked: number; known: boolean; changed: string[] }>(
    sql`with later as materialized (
          select e.topics from kernel.event e
          where (e.xid, e.id) > (${xid}::xid8, ${id}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
          order by e.xid, e.id limit ${mostLookedAt + 1})
        select (select count(*)::int from later) as looked,
               ${xid}::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) as known,
               coalesce((select array_agg(distinct topic) from later, unnest(topics) topic where topic = any(${[...topics]})), '{}') as changed`,
  );
  return known && looked <= mostLookedAt ? changed : topics;
}

/**
 * Events of some names in the order of their transactions, so that a reader who goes on behind the last cursor misses none
 * and sees none twice, whatever commits late (docs/adr/0005). Events are kept for a month.
 * @param after oldest first, behind this cursor; left out: from the oldest kept
 * @param before newest first instead, older than this cursor; empty: from the newest. People look that way: they see all that
 * has happened, also what a reader who goes on must still wait for because something that began before it is under way
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
  const settled = newest ? sql`true` : sql`xid < pg_snapshot_xmin(pg_current_snapshot())`;
  const order = newest ? sql`xid desc, id desc` : sql`xid, id`;
  return db.all<PlacedEvent>(
    sql`select xid::text || '.' || id::text as cursor, id, at, name, key, topics, data, trace from kernel.event
        where name = any(${[...names]}) and ${side} and ${settled}
          and ${key === undefined ? sql`true` : sql`key = ${key}`}
        order by ${order} limit ${limit}`,
  );
}
