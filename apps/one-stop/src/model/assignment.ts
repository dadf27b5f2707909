import { taskHolders } from '@dinh/identity';
import { type Context, isUuid, localDate, sql } from '@dinh/kernel';
import type { EngineParts, Task } from '@dinh/process';
import { whoActsFor } from './who-acts.ts';

const overseeing = 'one-stop.reassign-task';
const holders = taskHolders('one-stop.do-task');

/**
 * Who does the steps of dossiers, by places and delegations; who acts for a named person who has handed their authority
 * on, or has left office; and who stands above, the nearest who may hand out the tasks of the unit.
 */
export const assignment: Pick<EngineParts, 'candidates' | 'deputy' | 'superior'> = {
  candidates: holders.candidates,
  // The name of a variable may be no person.
  deputy: async (ctx, scope, person, place) =>
    isUuid(person)
      ? ((await whoActsFor(ctx, person, place)) ?? holders.deputy(ctx, scope, person))
      : undefined,
  superior: (ctx, task) => superiorOf(ctx, task),
};

/** Who stands above those who have a task; undefined where nobody does, as above the head of an agency. */
export function superiorOf(
  ctx: Pick<Context, 'db' | 'now'>,
  task: Pick<Task, 'unit' | 'role' | 'assignee'>,
): Promise<{ role: string; unit: number } | undefined> {
  const today = localDate(ctx.now);
  return ctx.db.maybe(
    sql`select o.role, o.unit_id as unit
          from identity.v_unit u join identity.v_official o on o.unit_id = any(u.path)
            and o.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
          join identity.v_role r on r.key = o.role
          join jsonb_array_elements(r.permissions) p on p ->> 'permission' = ${overseeing}
          where u.id = ${task.unit}::int and (p ->> 'scope' = 'all' or p ->> 'scope' = 'unit-tree' or p ->> 'scope' = 'unit' and o.unit_id = u.id)
            and o.person_id is distinct from ${task.assignee}::uuid
            and not (o.role = ${task.role} and o.unit_id = u.id)
            -- nor whoever could have done it as it was
            and not exists (select from identity.v_official s where s.person_id = o.person_id and s.role = ${task.role} and s.unit_id = u.id)
          order by array_position(u.path, o.unit_id) desc, (p ->> 'scope' = 'unit') desc, o.main desc, o.position_id limit 1`,
  );
}
