import { type Context, localDate, sql } from '@dinh/kernel';

/** Who else can do a task: those who hold its role in its unit today, by name, with how much they have open. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly open: number;
}

export function colleaguesFor(
  { db, now, principal }: Pick<Context, 'db' | 'now' | 'principal'>,
  task: { readonly role: string; readonly unit: number | null; readonly assignee: string | null },
): Promise<Colleague[]> {
  const today = localDate(now);
  return db.all<Colleague>(
    sql`select o.person_id as id, o.name,
               (select count(*)::int from process.v_task w where w.assignee = o.person_id and w.state = 'open') as open
        from (select distinct p.person_id, p.name from identity.v_official p
              where p.role = ${task.role} and (${task.unit}::int is null or p.unit_id = ${task.unit}::int) and p.state = 'active'
                and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to > ${today}::date)
                and p.person_id::text <> ${principal.id} and p.person_id is distinct from ${task.assignee}::uuid) o
        order by o.name, o.person_id limit 300`,
  );
}
