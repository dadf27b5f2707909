import { type Context, fold, query, shape, sql } from '@dinh/kernel';
import { processNamed, type TaskPlace } from '@dinh/process';
import { type Static, Type } from 'typebox';
import { doing, firstToDo } from '../model/doing.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/** What a matter is about, as who began it says. */
const matterTitle = sql.raw(`i.variables ->> 'title'`);

const Task = shape({
  id: Type.String(),
  instance: Type.String({ description: 'the matter, by the instance of its process' }),
  step: words,
  title: Type.Union([Type.String(), Type.Null()], {
    description: 'what the matter is about; null for what began by itself',
  }),
  process: words,
  unit: Type.Union([words, Type.Null()]),
  mine: Type.Boolean({ description: 'given to the person; else it waits for whoever holds its role' }),
  createdAt: Type.Any({ description: 'date and time' }),
  dueAt: Type.Any({ description: 'date and time; null without a limit' }),
  late: Type.Boolean(),
});
export type TaskLine = Static<typeof Task>;

/**
 * The open tasks of the general list that the principal may do: of processes about matters for which no app has screens.
 * By what is most urgent, or by age.
 */
export const listTasks = query({
  name: 'work.list-tasks',
  title: { vi: 'Việc chờ tôi', en: 'Tasks that wait for me' },
  may: doing,
  input: shape({
    text: Type.Optional(Type.String({ maxLength: 200, description: 'words of the step or the matter' })),
    late: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Enum(['due', 'age'])),
    descending: Type.Optional(Type.Boolean()),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ tasks: Type.Array(Task), next: Type.Union([Type.String(), Type.Null()]) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const after = input.after === undefined ? undefined : await placeOf(ctx, input.after);
    if (input.after !== undefined && !after) return { tasks: [], next: null };
    const text = input.text?.trim();
    const wanted = [
      input.late && sql`t.due_at < ${ctx.now}`,
      text !== undefined &&
        text !== '' &&
        sql`kernel.fold(t.name_vi || ' ' || t.name_en || ' ' || coalesce(${matterTitle}, '')) like ${`%${fold(text).replace(/[\\%_]/g, '\\$&')}%`}`,
    ];
    const byAge = input.sort === 'age';
    const descending = input.descending ?? false;
    const first = firstToDo(ctx, {
      ...(wanted.some(Boolean) && { which: sql.all(wanted) }),
      byAge,
      descending,
      after,
      limit: limit + 1,
    });
    const direction = descending ? 'desc' : 'asc';
    const order = sql.raw(byAge ? `t.id ${direction}` : `t.due_at ${direction}, t.id ${direction}`);
    const tasks = await ctx.db.all<Omit<TaskLine, 'process'> & { definition: string }>(
      sql`select t.id, t.instance_id as instance, json_build_object('vi', t.name_vi, 'en', t.name_en) as step, ${matterTitle} as title,
                 i.definition_id as definition, case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as unit,
                 t.assignee is not null as mine, t.created_at as "createdAt", t.due_at as "dueAt", coalesce(t.due_at < ${ctx.now}, false) as late
          from (${first}) f join process.v_task t on t.id = f.id join process.v_instance i on i.id = t.instance_id
          left join identity.v_unit u on u.id = t.unit_id order by ${order}`,
    );
    const more = tasks.length > limit;
    if (more) tasks.pop();
    const named = tasks.map(async ({ definition, ...task }) => ({
      ...task,
      process: await processNamed(ctx.app, definition),
    }));
    return { tasks: await Promise.all(named), next: more ? tasks.at(-1)!.id : null };
  },
});

/** Where a task stands in the order of limits, also when it has been done meanwhile. */
function placeOf({ db }: Pick<Context, 'db'>, task: string): Promise<TaskPlace | undefined> {
  return db.maybe<TaskPlace>(
    sql`select coalesce(t.due_at, 'infinity')::text as at, t.id from process.v_task t where t.id = ${task}::uuid`,
  );
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.list-tasks': typeof listTasks;
  }
}
