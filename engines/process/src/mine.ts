import { type Placement, sql, type Sql } from '@dinh/kernel';

/**
 * How a record stands to the tasks of its process, for its `Placement`: to whom one was ever given, and whose step is open.
 * @param key the record's business key, `text`
 */
export function tasksOf(key: Sql): Required<Pick<Placement, 'assigned' | 'step'>> {
  return {
    assigned: (persons) =>
      sql`exists (select from process.v_task t where t.business_key = ${key} and t.assignee = any(${persons}))`,
    step: ({ persons, units, roles }) =>
      sql`exists (select from process.v_task t where t.business_key = ${key} and t.state = 'open'
            and (t.assignee = any(${persons}) or t.assignee is null and t.unit_id = any(${units}) and t.role = any(${roles})))`,
  };
}
