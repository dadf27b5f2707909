import { type Queries, sql } from '@dinh/kernel';

/**
 * The unit that a process names by its key (`so-xay-dung.van-thu`), or who has taken its place by `day`: what was drawn
 * before a reorganisation goes on.
 * @returns undefined when there is none
 */
export async function unitNamed(db: Queries, key: string, day: string): Promise<number | undefined> {
  const row = await db.maybe<{ id: number }>(
    sql`with recursive line as (
          select id, valid_to from identity.v_unit where key = ${key}
          union select u.id, u.valid_to from line l join identity.v_unit_successor s on s.from_unit = l.id and not s.archive
            join identity.v_unit u on u.id = s.to_unit where l.valid_to <= ${day}::date)
        select id from line where valid_to is null or valid_to > ${day}::date order by id limit 1`,
  );
  return row?.id;
}
