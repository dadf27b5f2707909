import type { Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';

/** What was done to a record, by whom. */
export interface Deeds {
  readonly operation: string;
  /** `person:…` */
  readonly principal: string;
  readonly behalfOf: string | null;
  readonly at: Date;
  readonly detail: Record<string, unknown>;
}

/**
 * What any of these persons did to a record, or what was done in their place, the latest first. In the transaction that asks,
 * with a lock that ends with it: of two acts on one record that meet, the second sees the first.
 * @param lock false where nothing is about to be done
 */
export async function deedsOn(
  db: Queries,
  subject: string,
  persons: readonly string[],
  operations: readonly string[],
  lock: boolean,
): Promise<Deeds[]> {
  if (lock) await db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`deeds ${subject}`}, 0))`);
  const rows = await db.all<Omit<Deeds, 'detail'> & { detail: string }>(
    sql`select operation, principal, behalf_of as "behalfOf", at, detail from audit.entry
        where subject = ${subject} and outcome = 'done' and operation = any(${[...operations]}::text[])
          and (principal = any(${persons.map((id) => `person:${id}`)}::text[]) or behalf_of = any(${[...persons]}::text[]))
        order by at desc`,
  );
  return rows.map((row) => ({ ...row, detail: row.detail === '' ? {} : (JSON.parse(row.detail) as {}) }));
}
