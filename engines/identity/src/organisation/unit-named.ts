import { type Queries, sql } from '@dinh/kernel';

/**
 * The units that data of a pack names by their keys (`so-xay-dung.van-thu`), or who has taken their place by a day: what was written
 * before a reorganisation goes on. Of a divided unit it is whoever goes on with what no condition takes.
 * @returns by key; a key without a living unit is absent
 */
export async function unitsNamed(db: Queries, keys: readonly string[], day: string): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await db.all<{ key: string; id: number }>(
    sql`with recursive line as (
          select key, id, valid_to from identity.v_unit where key = any(${[...keys]}::text[])
          union select l.key, u.id, u.valid_to from line l join identity.v_unit_successor s on s.from_unit = l.id
            join identity.v_unit u on u.id = s.to_unit
          where l.valid_to <= ${day}::date
            and (s.archive or not exists (select from identity.v_unit_successor o where o.from_unit = l.id and o.archive)))
        select distinct on (key) key, id from line where valid_to is null or valid_to > ${day}::date order by key, id`,
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** The same of one key. @returns undefined when there is none */
export async function unitNamed(db: Queries, key: string, day: string): Promise<number | undefined> {
  return (await unitsNamed(db, [key], day)).get(key);
}
