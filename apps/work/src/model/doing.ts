import { type Context, localDate, reach, sql, type Sql } from '@dinh/kernel';

/** The permission to do tasks of the general list, and to see what one takes part in. */
export const doing = 'work.do-task';
/** Who may hand out the tasks of a unit stands above those who do them, whatever the task is about. */
export const overseeing = 'one-stop.reassign-task';

/**
 * Which open tasks `t` the principal may do: those given to them (or to a person in whose place they act), and those that
 * wait where they hold the task's role; a task without a unit waits for whoever holds its role anywhere.
 */
export function doable({ principal, now }: Pick<Context, 'principal' | 'now'>): Sql {
  const mine = [...reach(principal, doing).assignees];
  const today = localDate(now);
  return sql`t.general and t.state = 'open' and (t.assignee = any(${mine}::uuid[]) or t.assignee is null
    and exists (select from identity.v_official o where o.person_id = any(${mine}::uuid[]) and o.role = t.role and o.state = 'active'
      and (t.unit_id is null or o.unit_id = t.unit_id)
      and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)))`;
}

/** Which matters, instances `i`, the principal may see: those they began, and those in which a task is or was theirs. */
export function taking(ctx: Pick<Context, 'principal' | 'now'>): Sql {
  const mine = [...reach(ctx.principal, doing).assignees];
  return sql`i.general and (i.started_by = any(${mine}::text[])
    or exists (select from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id
      and (t.completed_by = any(${mine}::uuid[]) or ${doable(ctx)}
        or exists (select from process.v_assignment a where a.task_id = t.id and a.by_person = any(${mine}::uuid[])))))`;
}
