import { localDate, type Queries, sql } from '@dinh/kernel';
import { inOfficeOn } from './in-office.ts';

/** More than this hold no role in one unit. */
const mostPeople = 50;

/** Who holds a role in a unit today, to be told something; by their ids. */
export function roleHolders(
  { db, now }: { readonly db: Queries; readonly now: Date },
  { role, unit }: { role: string; unit: number },
): Promise<{ personId: string; name: string; email: string | null }[]> {
  return db.all(
    sql`select distinct o.person_id as "personId", o.name, o.email from identity.v_official o
        where o.role = ${role} and o.unit_id = ${unit}::int and ${inOfficeOn(localDate(now))}
        order by o.person_id limit ${mostPeople}`,
  );
}
