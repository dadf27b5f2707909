import { sql, type Sql } from '@dinh/kernel';

/** Where in the order of a task list a page begins: behind this task. `infinity`: it has no limit. */
export interface TaskPlace {
  readonly at: string;
  readonly id: string;
}

/**
 * The stretches of an index of tasks `t` by their limits behind a place, each of them read from its beginning; those without a
 * limit come last, and first the other way round. In one condition they would all be passed by from the first task on.
 */
export function behindTask(place: TaskPlace | undefined, descending: boolean): Sql[] {
  if (!place) return [sql.raw('true')];
  const { at, id } = place;
  if (at === 'infinity')
    return descending
      ? [sql`t.due_at is null and t.id < ${id}::uuid`, sql.raw('t.due_at is not null')]
      : [sql`t.due_at is null and t.id > ${id}::uuid`];
  const row = sql`(${at}::timestamptz, ${id}::uuid)`;
  return descending ? [sql`(t.due_at, t.id) < ${row}`] : [sql`(t.due_at, t.id) > ${row}`, sql.raw('t.due_at is null')];
}
