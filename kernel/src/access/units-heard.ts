import { sql } from '../database/sql.ts';
import type { Hearers } from '../module.ts';
import { reach, unnarrowed, where } from './access.ts';

/**
 * Of which units (`unit:ID` of the stream of changes) somebody hears by permissions over them; `unit:0` is the whole province. What
 * narrows a permission is left out: the topic shows no record, and the list that is then asked for again is narrowed.
 */
export const unitsHeard =
  (...permissions: readonly string[]): Hearers =>
  async ({ db }, principal, ids) => {
    const wanted = ids.filter((id) => /^\d{1,9}$/.test(id)).map(Number);
    if (wanted.length === 0) return [];
    const within = permissions.map((permission) => where(unnarrowed(reach(principal, permission)), { unit: sql`u.id` }));
    const heard = await db.all<{ id: number }>(sql`select u.id from unnest(${wanted}::int[]) u (id) where ${sql.any(within)}`);
    return heard.map(({ id }) => String(id));
  };
