import { type Queries, type Sql, sql } from '@dinh/kernel';

/**
 * The body of `with recursive t as …`: the units that there are on a day, with names and places in the tree as on that day,
 * `path` being the ids from the root down. How a unit is reached (address, telephone, hours) is as it was last known.
 */
export function treeOn(day: string): Sql {
  return sql`(select v.unit_id as id, v.code, u.key, v.parent_id, array[v.unit_id] as path, v.name_vi, v.name_en, v.kind, v.level,
                     u.valid_from, u.valid_to, u.address, u.phone, u.email, u.hours_vi, u.hours_en
              from identity.v_unit_version v join identity.v_unit u on u.id = v.unit_id
              where v.parent_id is null and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)
              union all
              select v.unit_id, v.code, u.key, v.parent_id, t.path || v.unit_id, v.name_vi, v.name_en, v.kind, v.level,
                     u.valid_from, u.valid_to, u.address, u.phone, u.email, u.hours_vi, u.hours_en
              from t join identity.v_unit_version v on v.parent_id = t.id join identity.v_unit u on u.id = v.unit_id
              where v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date))`;
}

/** Puts the paths of all units right after some have moved. @returns how many changed */
export function placeUnits(tx: Queries): Promise<number> {
  return tx.run(
    sql`with recursive tree (id, path) as (
          select id, array[id] from identity.unit where parent_id is null
          union all select c.id, t.path || c.id from identity.unit c join tree t on c.parent_id = t.id
        )
        update identity.unit u set path = t.path from tree t where t.id = u.id and u.path is distinct from t.path`,
  );
}
