import { type Placement, sql, type Sql } from '@dinh/kernel';

/**
 * How a record stands to the tasks of its process, for its `Placement`: to whom one was ever given, and whose step is open.
 * The tasks of the persons are looked up once, not those of every record that a list passes by.
 * @param id the record's id, `uuid`, which is the business key of its process
 * @param owner the module that owns the process; what it begins about no record of its own (`general`) has another key
 */
export function tasksOf(id: Sql, owner: string): Required<Pick<Placement, 'assigned' | 'step'>> {
  // A word of the program itself: how many tasks are its, the planner knows.
  const its = sql.raw(`'${owner}'`);
  const of = (which: Sql) =>
    sql`select t.business_key::uuid from process.v_task t where t.owner = ${its} and not t.general and ${which}`;
  return {
    assigned: (persons) => sql`${id} in (${of(sql`t.assignee = any(${persons})`)})`,
    step: ({ mine, names }) => {
      const open = names ? sql`t.state = 'open' and t.element = any(${names})` : sql`t.state = 'open'`;
      // Whoever stands at a step is not looked up at once: there are as many as dossiers under way.
      if (!mine)
        return sql`exists (select from process.v_task t where t.business_key = ${id}::text and t.owner = ${its} and not t.general and ${open})`;
      const { persons, units, roles } = mine;
      return sql`${id} in (${of(sql`${open} and t.assignee = any(${persons})`)} union all
            ${of(sql`${open} and t.assignee is null and t.unit_id = any(${units}) and t.role = any(${roles})`)})`;
    },
  };
}
