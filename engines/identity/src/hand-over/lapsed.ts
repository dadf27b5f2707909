import { localDate, type Sql, sql } from '@dinh/kernel';
import { live, standingIn } from '../deputies/stands-in.ts';

/** Whether a place `o` is held at the moment. */
export const heldNow = (now: Date): Sql => live('o', localDate(now));

/** Whether whoever gave a delegation may act themselves: nobody hands over what they do not have while they are suspended or closed. */
const giverActs = (delegation: 'd' | 'g'): Sql =>
  sql`exists (select from identity.person f where f.id = ${sql.id(delegation, 'from_person')} and f.state = 'active')`;

/** Whether a delegation `g` is in force at the moment. */
export const living = (now: Date): Sql =>
  sql`g.revoked_at is null and g.valid_from <= ${now} and g.valid_to > ${now} and ${giverActs('g')}`;

/** Whether a delegation `d` gives nothing any more, for good or while its giver is suspended, and what was taken by it is not given back. */
export const over = (now: Date): Sql =>
  sql`d.returned_at is null and (d.revoked_at is not null or d.valid_to <= ${now} or (d.valid_from <= ${now} and not ${giverActs('d')}))`;

/** Whether its giver held a place `o` in the time of a delegation `d`; also one that ended in the course of its first day. */
export const heldDuring: Sql = sql`(o.valid_from < d.valid_to and (o.valid_to is null or o.valid_to > d.valid_from - interval '1 day'))`;

/** Whether a delegation reaches a unit. */
export const within = (delegation: 'd' | 'g', unit: Sql): Sql =>
  sql`(${sql.id(delegation, 'unit_id')} is null or ${sql.id(delegation, 'unit_id')} = any((select u.path from identity.unit u where u.id = ${unit})::int[]))`;

/** Whether a person may do at the moment what a place does: it is theirs, handed to them, or they stand in for whoever holds it. */
export const holdsNow = (person: Sql, unit: Sql, role: Sql, now: Date): Sql =>
  sql`(exists (select from identity.position o where o.person_id = ${person} and o.unit_id = ${unit} and o.role = ${role} and ${heldNow(now)})
    or exists (select from identity.delegation g join identity.position o on o.person_id = g.from_person and o.unit_id = ${unit} and o.role = ${role} and ${heldNow(now)}
      where g.to_person = ${person} and ${living(now)} and ${within('g', unit)})
    or exists (select from ${standingIn(localDate(now), person)} c where c.unit = ${unit} and c.role = ${role}))`;

/**
 * Whether a task `t` that a person holds came to them by authority that has ended and is not given back yet: between its last instant and
 * the work's way back (`identity.return-delegated-work`) they may do nothing with it any more.
 */
export function lapsed(t: Sql, person: string, now: Date): Sql {
  const me = sql`${person}::uuid`;
  return sql`(${t}.assignee = ${me} and exists (select from (
      select o.unit_id as unit, o.role from identity.delegation d
        join identity.position o on o.person_id = d.from_person and ${heldDuring}
      where d.to_person = ${me} and ${over(now)} and ${within('d', sql.raw('o.unit_id'))}
      union all
      select s.unit_id, s.role from identity.stand_in s where s.person_id = ${me}) x
    where x.role = ${t}.role and (${t}.unit_id is null or ${t}.unit_id = x.unit)
      and not ${holdsNow(me, sql.raw('x.unit'), sql.raw('x.role'), now)}))`;
}
