import { type Sql, sql } from '@dinh/kernel';

/** Whether a row with days, such as a place, holds on a day. */
export const live = (alias: string, today: string): Sql => {
  const at = (column: string) => sql.id(alias, column);
  return sql`${at('valid_from')} <= ${today}::date and (${at('valid_to')} is null or ${at('valid_to')} > ${today}::date)`;
};

/** Whether a person is away on the day, by the calendar of absences. */
export const away = (person: Sql, today: string): Sql =>
  sql`exists (select from identity.absence a where a.person_id = ${person} and a.cancelled_at is null and ${live('a', today)})`;

/** Whether a place `o` is of the post that a deputy `alias` stands in for. */
export const samePost = (alias: string): Sql =>
  sql`o.unit_id = ${sql.id(alias, 'unit_id')} and o.role = ${sql.id(alias, 'role')} and o.title_key is not distinct from ${sql.id(alias, 'title_key')}`;

/**
 * The places `o` that persons hold in place of others on a day as their standing deputies `sd`: of holders `h` who are away or suspended,
 * when nobody before them in the order of deputies is there.
 * @param person one deputy alone
 */
export function standsIn(today: string, person?: Sql): { from: Sql; where: Sql } {
  return {
    from: sql`identity.standing_deputy sd join identity.position o on ${samePost('sd')} and ${live('o', today)} and o.person_id <> sd.person_id
      join identity.person h on h.id = o.person_id`,
    where: sql`${person ? sql`sd.person_id = ${person}` : sql`true`} and ${live('sd', today)} and not ${away(sql`sd.person_id`, today)}
      and (h.state = 'suspended' or (h.state = 'active' and ${away(sql`h.id`, today)}))
      and not exists (select from identity.standing_deputy e join identity.person q on q.id = e.person_id and q.state = 'active'
        where e.unit_id = sd.unit_id and e.role = sd.role and e.title_key is not distinct from sd.title_key and e.ordinal < sd.ordinal
          and e.person_id <> o.person_id and ${live('e', today)} and not ${away(sql`e.person_id`, today)})`,
  };
}

/**
 * Who stands in on a day, for whom and in which place, as a subquery of `deputy, person, holder, unit, role`; `holder` is null where the
 * post is vacant. @param person one deputy alone
 */
export function standingIn(today: string, person?: Sql): Sql {
  const deputy = standsIn(today, person);
  return sql`(select sd.id as deputy, sd.person_id as person, o.person_id as holder, sd.unit_id as unit, sd.role from ${deputy.from} where ${deputy.where}
    union select o.acting_as, o.person_id, null::uuid, o.unit_id, o.role from identity.position o
      where o.acting_as is not null and ${live('o', today)} and ${person ? sql`o.person_id = ${person}` : sql`true`})`;
}

/**
 * Whether somebody stands in on a day for the holder of a place `o` of `identity.v_official` who cannot act.
 * @param without another who cannot, either
 */
export const deputyOf = (today: string, without?: string): Sql =>
  sql`exists (select from identity.standing_deputy d join identity.person q on q.id = d.person_id and q.state = 'active'
        where ${samePost('d')} and d.person_id <> o.person_id and d.person_id is distinct from ${without ?? null}::uuid
          and ${live('d', today)} and not ${away(sql`d.person_id`, today)})`;

/** All who may stand in for a person, or after them: their rights change with where that person is. */
export const standInsOf = (person: Sql): Sql =>
  sql`select d.person_id from identity.standing_deputy d where exists (select from identity.position o where o.person_id = ${person} and ${samePost('d')})
        or exists (select from identity.standing_deputy e where e.person_id = ${person} and e.unit_id = d.unit_id and e.role = d.role)`;
