import { type Placement, sql, type Sql } from '@dinh/kernel';

/** The tasks of a kind of record, in both directions. */
export interface RecordTasks extends Required<Pick<Placement, 'assigned' | 'step'>> {
  /** The ids of the records of which a task was ever given to one of the persons (`uuid[]`), for `in (…)`. */
  readonly given: (persons: Sql) => Sql;
}

/**
 * How a record stands to the tasks of its process, for its `Placement`: to whom one was ever given, and whose step is open.
 * What was ever given to somebody grows with the years, so a record is asked for its own tasks, and the planner turns to theirs
 * where a list passes by more records; what is open to somebody stays little and is looked up once.
 * @param id the record's id, `uuid`, which is the business key of its process
 * @param owner the module that owns the process; what it begins about no record of its own (`general`) has another key
 */
export function tasksOf(id: Sql, owner: string): RecordTasks {
  // A word of the program itself: how many tasks are its, the planner knows.
  const owned = sql.raw(`'${owner}'`);
  const of = (which: Sql) =>
    sql`select t.business_key::uuid from process.v_task t where t.owner = ${owned} and not t.general and ${which}`;
  const its = (which: Sql) =>
    sql`exists (select from process.v_task t where t.business_key = ${id}::text and t.owner = ${owned} and not t.general and ${which})`;
  return {
    given: (persons) => of(sql`t.assignee = any(${persons})`),
    assigned: (persons) => its(sql`t.assignee = any(${persons})`),
    step: ({ mine, names }) => {
      const open = names ? sql`t.state = 'open' and t.element = any(${names})` : sql`t.state = 'open'`;
      // Whoever stands at a step is not looked up at once: there are as many as dossiers under way.
      if (!mine) return its(open);
      const { persons, units, roles } = mine;
      return sql`${id} in (${of(sql`${open} and t.assignee = any(${persons})`)} union all
            ${of(sql`${open} and t.assignee is null and t.unit_id = any(${units}) and t.role = any(${roles})`)})`;
    },
  };
}
