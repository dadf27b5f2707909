import { type Sql, sql } from '@dinh/kernel';
import { deputyOf } from '../deputies/stands-in.ts';

/** Whether a place `o` of `identity.v_official` is held on a day (`YYYY-MM-DD`) by somebody whose account may act. */
export const inOfficeOn = (day: string): Sql => sql`(o.state = 'active' and ${validOn(day)})`;

/**
 * Whether somebody acts on a day by a place `o` of `identity.v_official`: its holder, or, for one who is suspended, a standing
 * deputy of the post.
 * @param without a person who acts no more from that day on; the deputies of their posts stand in for them
 */
export const actsOn = (day: string, without?: string): Sql =>
  without === undefined
    ? sql`(${validOn(day)} and (o.state = 'active' or o.state = 'suspended' and ${deputyOf(day)}))`
    : sql`(${validOn(day)} and (o.state = 'active' and o.person_id <> ${without}::uuid
        or (o.state = 'suspended' or o.person_id = ${without}::uuid) and ${deputyOf(day, without)}))`;

/** Whether the role `r` of a place `o` gives a permission `p` that reaches the unit `u` of `identity.v_unit`. */
export const reachesUnit = sql.raw(
  `(p ->> 'scope' = 'all' or p ->> 'scope' = 'unit-tree' and o.unit_id = any(u.path) or p ->> 'scope' = 'unit' and o.unit_id = u.id)`,
);

/** Whether somebody acts on a day who has a permission over a unit, wherever their place is. @param without as of `actsOn` */
export const someoneMay = (permission: string, unit: Sql, day: string, without?: string): Sql =>
  sql`exists (select from identity.v_unit u join identity.v_official o on ${actsOn(day, without)}
        join identity.v_role r on r.key = o.role and (r.retired_on is null or r.retired_on > ${day}::date)
        join jsonb_array_elements(r.permissions) p on p ->> 'permission' = ${permission}
      where u.id = ${unit} and ${reachesUnit})`;

const validOn = (day: string): Sql => sql`o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)`;
