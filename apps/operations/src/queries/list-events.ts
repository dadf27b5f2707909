import { Day, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { ProcessKey } from './process-figures.ts';
import { begunIn, instancesWithin, tasksWithin, watching } from './processes.ts';

const Trace = shape({
  id: Type.String({ description: 'of the instance' }),
  businessKey: Type.String(),
  version: Type.Integer(),
  events: Type.Array(
    shape({
      name: Type.String(),
      task: Type.String({ description: 'of which it tells' }),
      element: Type.String(),
      /** The life cycle of XES: a task is scheduled, started (taken) and completed, or withdrawn. */
      transition: Type.Enum(['schedule', 'start', 'complete', 'withdraw']),
      at: Type.String({ description: 'date and time' }),
      resource: Type.Union([Type.String(), Type.Null()]),
      role: Type.Union([Type.String(), Type.Null()]),
      group: Type.Union([Type.String(), Type.Null()]),
      outcome: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type Trace = Static<typeof Trace>;

/**
 * The event log of a process, instance by instance in the order in which they began, for process mining (IEEE 1849-2016,
 * XES). Names of citizens are not in it; officials stand with their names.
 */
export const listEvents = query({
  name: 'operations.list-events',
  title: { vi: 'Nhật ký sự kiện của quy trình', en: 'Event log of a process' },
  may: watching,
  audit: true,
  input: shape({
    process: ProcessKey,
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    from: Day,
    to: Day,
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ traces: Type.Array(Trace), next: Type.Union([Type.String(), Type.Null()]) }),
  async run(ctx, input) {
    const limit = input.limit ?? 200;
    const rows = await ctx.db.all<Trace>(
      sql`with page as materialized (
            select i.id, i.business_key, d.version from process.v_instance i join kernel.v_definition d on d.id = i.definition_id
            where d.kind = 'process' and d.key = ${input.process} and ${begunIn(input)} and ${instancesWithin(ctx)}
              and ${sql.all([input.version !== undefined && sql`d.version = ${input.version}`, input.after !== undefined && sql`i.id > ${input.after}::uuid`])}
            order by i.id limit ${limit + 1}),
          tasks as (
            select t.*, u.name_vi as unit_name, coalesce(t.completed_name, p.name) as resource
            from page i join process.v_task t on t.business_key = i.business_key and t.instance_id = i.id
            left join identity.v_unit u on u.id = t.unit_id left join identity.v_person p on p.id = coalesce(t.completed_by, t.assignee)
            where ${tasksWithin(ctx)}),
          events as (
            select t.instance_id, t.id as task, t.name_vi as name, t.element, e.transition, e.at, case when e.transition <> 'schedule' then t.resource end as resource, t.role,
                   t.unit_name as "group", case e.transition when 'complete' then t.outcome end as outcome, e.rank
            from tasks t cross join lateral (values ('schedule', t.created_at, 1), ('start', t.claimed_at, 2),
              (case t.state when 'cancelled' then 'withdraw' else 'complete' end, t.ended_at, 3)) e (transition, at, rank)
            where e.at is not null)
          select i.id, i.business_key as "businessKey", i.version,
                 coalesce((select jsonb_agg(to_jsonb(e) - 'instance_id' - 'rank' order by e.at, e.rank, e.element) from events e where e.instance_id = i.id), '[]') as events
          from page i order by i.id`,
    );
    const traces = rows.slice(0, limit);
    ctx.note({ process: input.process, shown: traces.length });
    return { traces, next: rows.length > limit ? traces.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.list-events': typeof listEvents;
  }
}
