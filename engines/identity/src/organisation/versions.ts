import { type Queries, sql } from '@dinh/kernel';

const kept = ['code', 'name_vi', 'name_en', 'kind', 'level', 'parent_id'] as const;
const columns = (of: string) => sql.join(kept.map((name) => sql.id(of, name)));

/**
 * Writes down how units are now, where that differs from what was last written. Called, in the same transaction, by
 * everything that changes a unit's identifier, name, kind, place in the tree, or life.
 * @param from `YYYY-MM-DD`, the first day on which units are as they are now; undefined when they were so all along and the
 * directory was wrong: what stands is then put right and no period begins
 * @param reason the decision on which the change rests
 */
export async function keepVersions(tx: Queries, from?: string, reason: string | null = null): Promise<void> {
  // A unit whose life was corrected: its first period begins with it, its last one ends with it.
  await tx.run(
    sql`update identity.unit_version v set valid_from = u.valid_from from identity.unit u
        where u.id = v.unit_id and v.valid_from <> u.valid_from and (v.valid_to is null or v.valid_to > u.valid_from)
          and not exists (select from identity.unit_version b where b.unit_id = v.unit_id and b.valid_from < v.valid_from)`,
  );
  await tx.run(
    sql`with latest as (
          select distinct on (v.unit_id) v.* from identity.unit_version v order by v.unit_id, v.valid_from desc
        ), changed as (
          select u.*, l.valid_from as since, greatest(${from ?? null}::date, l.valid_from, u.valid_from) as day
          from identity.unit u left join latest l on l.unit_id = u.id
          where l.unit_id is null or (${columns('u')}) is distinct from (${columns('l')})
        ), ended as (
          update identity.unit_version v set valid_to = c.day from changed c
          where v.unit_id = c.id and v.valid_from = c.since and c.since < c.day
        )
        insert into identity.unit_version as w (unit_id, valid_from, valid_to, ${sql.raw(kept.join(', '))}, reason)
        select c.id, case when ${from ?? null}::date is null then coalesce(c.since, c.day) else c.day end, c.valid_to, ${columns('c')}, ${reason}
        from changed c where c.valid_to is null or c.valid_to > c.day
        on conflict (unit_id, valid_from) do update set
          (valid_to, ${sql.raw(kept.join(', '))}, reason) = (excluded.valid_to, ${columns('excluded')}, coalesce(excluded.reason, w.reason))`,
  );
  await tx.run(
    sql`update identity.unit_version v set valid_to = u.valid_to from identity.unit u
        where u.id = v.unit_id and v.valid_to is distinct from u.valid_to
          and not exists (select from identity.unit_version a where a.unit_id = v.unit_id and a.valid_from > v.valid_from)
          and (u.valid_to is null or u.valid_to > v.valid_from)`,
  );
}
