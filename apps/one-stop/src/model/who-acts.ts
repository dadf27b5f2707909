import { inOfficeOn } from '@dinh/identity';
import { type CommandContext, localDate, sql, type Sql } from '@dinh/kernel';

/**
 * Who does a step that the process gives to a person by name, once that person is no longer in office where it is done: to whom their work
 * was handed over, when they hold its role there, else nobody, and the step waits in the queue of its unit.
 * @returns undefined while the person can do it
 */
export async function whoActsFor(
  ctx: Pick<CommandContext, 'db' | 'now'>,
  person: string,
  place: { role: string; unit: number | null },
): Promise<{ person: string | null; reason: string } | undefined> {
  if (place.unit === null) return undefined;
  const day = localDate(ctx.now);
  const inOffice = (who: Sql) =>
    sql`exists (select from identity.v_official o where o.person_id = ${who} and o.unit_id = ${place.unit} and ${inOfficeOn(day)})`;
  const row = await ctx.db.maybe<{ can: boolean; to: string | null }>(
    sql`select ${inOffice(sql`p.id`)} as can,
               (select h.to_person from identity.v_hand_over h where h.person_id = p.id and h.state <> 'cancelled' and h.day <= ${day}::date
                  and (h.unit_id is null or (h.unit_id = ${place.unit} and h.role = ${place.role})) and ${inOffice(sql`h.to_person`)}
                order by h.day desc, h.id desc limit 1) as "to"
        from identity.v_person p where p.id = ${person}::uuid`,
  );
  return !row || row.can ? undefined : { person: row.to, reason: 'Bàn giao công việc' };
}
