import { Day, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { withMatters } from '../model/matters.ts';
import { eachInstance, lookThrough } from './latest-instances.ts';
import { MatterShape } from './list-instances.ts';
import { ProcessKey } from './process-figures.ts';
import { instancesWithin, tasksWithin, watching } from './processes.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const maybe = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

const Line = shape({
  id: Type.String(),
  instance: Type.String(),
  owner: Type.String(),
  businessKey: Type.String(),
  matter: MatterShape,
  step: Words,
  unit: maybe(Words),
  person: maybe(Type.String({ description: 'who did it, else who has it' })),
  createdAt: Type.Any({ description: 'date and time' }),
  dueAt: Type.Any({ description: 'date and time; null without a limit' }),
  endedAt: Type.Any({ description: 'date and time; null while it is open' }),
  hours: Type.Number({ description: 'clock hours from its beginning to its end, or until now' }),
  late: Type.Boolean({ description: 'past its limit, or done after it' }),
});
export type TaskLine = Static<typeof Line>;

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Where a page of tasks ended: an instance, and a task of it. */
export const placePattern = `^${uuid}(~${uuid})?$`;

export const Which = Type.Enum(['waiting', 'late', 'done', 'done-late']);

/**
 * The tasks, and waits for messages, behind the figures of a process: of instances that began in a period, the latest instance
 * first. The same conditions as `process-figures`, so that a number and its list agree. A page that
 * holds fewer than asked for may still have a next one, see there.
 */
export const listTasks = query({
  name: 'operations.list-tasks',
  title: { vi: 'Các bước đã và đang làm', en: 'Steps done and waiting' },
  may: watching,
  audit: true,
  input: shape({
    from: Day,
    to: Day,
    process: ProcessKey,
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    which: Type.Optional(Which),
    element: Type.Optional(Type.String({ maxLength: 200 })),
    unit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    person: Type.Optional(Type.String({ format: 'uuid', description: 'who did it, else who has it' })),
    after: Type.Optional(
      Type.String({
        pattern: placePattern,
        description: 'where the page before ended: an instance, and a task of it',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ tasks: Type.Array(Line), next: maybe(Type.String()) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const [instance, task] = input.after?.split('~') ?? [];
    const open = input.which === 'waiting' || input.which === 'late';
    // An instance of which some tasks were shown is looked at again.
    const place = task === undefined ? { before: instance } : { upTo: instance };
    const wanted = sql.all([
      instancesWithin(ctx),
      sql`d.kind = 'process' and d.key = ${input.process}`,
      input.version !== undefined && sql`d.version = ${input.version}`,
    ]);
    const ofTask = sql.all([
      sql`k.state <> 'cancelled'`,
      input.which && which(input.which, ctx.now),
      input.element !== undefined && sql`k.element = ${input.element}`,
      input.unit !== undefined && sql`k.unit_id = ${input.unit}`,
      input.person !== undefined && sql`k.person = ${input.person}::uuid`,
      task !== undefined && sql`(k.instance_id, k.id) < (${instance}::uuid, ${task}::uuid)`,
    ]);
    const narrowed = { ...input, running: open, ...place };
    const { rows, end } = await lookThrough(ctx, narrowed, limit + 1, (latest) =>
      ctx.db.all<Omit<TaskLine, 'matter'>>(
        sql`with page as materialized (
            select k.*, i.owner, i.business_key from ${eachInstance(latest)}
            join kernel.v_definition d on d.id = i.definition_id
            cross join lateral (
              select t.id, t.instance_id, t.element, t.name_vi, t.name_en, t.unit_id, coalesce(t.completed_by, t.assignee) as person, t.state, t.created_at, t.due_at, t.ended_at
              from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id and ${tasksWithin(ctx)}
              union all
              select s.id, s.instance_id, s.element, s.label_vi, s.label_en, null, null, case s.state when 'waiting' then 'open' when 'cancelled' then 'cancelled' else 'done' end, s.created_at, null, s.ended_at
              from process.v_subscription s where s.business_key = i.business_key and s.instance_id = i.id
              ) k
            where ${wanted} and ${ofTask} order by c.id desc, k.id desc ${sql.raw(`limit ${limit + 1}`)})
          select p.id, p.instance_id as instance, p.owner, p.business_key as "businessKey", json_build_object('vi', p.name_vi, 'en', p.name_en) as step,
                 case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as unit, n.name as person,
                 p.created_at as "createdAt", p.due_at as "dueAt", p.ended_at as "endedAt",
                 round(extract(epoch from coalesce(p.ended_at, ${ctx.now}) - p.created_at) / 3600, 2)::float8 as hours,
                 coalesce(coalesce(p.ended_at, ${ctx.now}) > p.due_at, false) as late
          from page p left join identity.v_unit u on u.id = p.unit_id left join identity.v_person n on n.id = p.person
          order by p.instance_id desc, p.id desc`,
      ),
    );
    const tasks = await withMatters(ctx, rows.slice(0, limit));
    ctx.note({ process: input.process, shown: tasks.map(({ id }) => id) });
    const last = tasks.at(-1);
    const next = rows.length > limit && last ? `${last.instance}~${last.id}` : end;
    return { tasks, next: next ?? null };
  },
});

const which = (asked: Static<typeof Which>, now: Date) =>
  ({
    waiting: sql`k.state = 'open'`,
    late: sql`k.state = 'open' and k.due_at < ${now}`,
    done: sql`k.state = 'done'`,
    'done-late': sql`k.state = 'done' and k.ended_at > k.due_at`,
  })[asked];

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.list-tasks': typeof listTasks;
  }
}
