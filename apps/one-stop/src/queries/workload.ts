import { narrowedByDossierOf } from '../model/placement.ts';
import { Day, localDate, query, reach, shape, sql, unnarrowed, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { momentsOf } from '../model/period.ts';

const Official = shape({
  person: Type.String(),
  name: Type.String(),
  unit: Type.Integer(),
  unitName: shape({ vi: Type.String(), en: Type.String() }),
  open: Type.Integer({ description: 'tasks given to them now' }),
  soon: Type.Integer({ description: 'of these due within two days' }),
  late: Type.Integer({ description: 'of these past their limit' }),
  done: Type.Integer({ description: 'steps completed in the period' }),
  doneLate: Type.Integer({ description: 'of these after the step’s limit' }),
  share: Type.Union([Type.Number(), Type.Null()], {
    description: 'time from a step’s beginning to its end against the time to its limit, percent, on average',
  }),
});
export type Official = Static<typeof Official>;

/**
 * What each official within reach has in hand and has done, so that a head can see who is overloaded (P13). Open tasks
 * are those given to a person; what waits unassigned in a unit stands in `unassigned`.
 */
export const workload = query({
  name: 'one-stop.workload',
  title: { vi: 'Khối lượng công việc', en: 'Workload' },
  input: shape({ from: Day, to: Day }),
  output: shape({ rows: Type.Array(Official), unassigned: Type.Integer() }),
  may: 'one-stop.reassign-task',
  async run(ctx, input) {
    const { from, end } = momentsOf(input);
    const soon = new Date(ctx.now.getTime() + 2 * 86_400_000);
    const today = localDate(ctx.now);
    const mine = reach(ctx.principal, 'one-stop.reassign-task');
    const ofTask = { unit: sql`t.unit_id`, ...narrowedByDossierOf(sql.raw('t')) };
    const rows = await ctx.db.all<Official>(
      sql`with open as (
            select t.assignee as person, t.unit_id as unit, count(*) as n, count(*) filter (where t.due_at < ${ctx.now}) as late,
                   count(*) filter (where t.due_at >= ${ctx.now} and t.due_at < ${soon}) as soon
            from process.v_task t where t.owner = 'one-stop' and not t.general and t.state = 'open' and t.assignee is not null and ${where(mine, ofTask)} group by 1, 2),
          done as (
            select t.completed_by as person, t.unit_id as unit, count(*) as n, count(*) filter (where t.ended_at > t.due_at) as late,
                   avg(extract(epoch from t.ended_at - t.created_at) / nullif(extract(epoch from t.due_at - t.created_at), 0)) as share
            from process.v_task t where t.owner = 'one-stop' and not t.general and t.state = 'done' and t.ended_at >= ${from} and t.ended_at < ${end}
              and t.completed_by is not null and ${where(mine, ofTask)} group by 1, 2),
          places as (
            select distinct o.person_id as person, o.unit_id as unit from identity.v_official o
            where o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) and o.role in ('specialist', 'section-head', 'desk', 'clerk')
              and ${where(unnarrowed(mine), { unit: sql`o.unit_id` })}),
          everybody as (select person, unit from open union select person, unit from done union select person, unit from places)
          select e.person, p.name, e.unit, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as "unitName",
                 coalesce(o.n, 0)::int as open, coalesce(o.soon, 0)::int as soon, coalesce(o.late, 0)::int as late,
                 coalesce(d.n, 0)::int as done, coalesce(d.late, 0)::int as "doneLate", round(d.share * 100, 1)::float8 as share
          from everybody e join identity.v_person p on p.id = e.person join identity.v_unit u on u.id = e.unit
          left join open o on o.person = e.person and o.unit = e.unit left join done d on d.person = e.person and d.unit = e.unit
          order by u.name_vi, coalesce(o.late, 0) desc, coalesce(o.n, 0) desc, p.name limit 2000`,
    );
    const { unassigned } = await ctx.db.one<{ unassigned: number }>(
      sql`select count(*)::int as unassigned from process.v_task t
          where t.owner = 'one-stop' and not t.general and t.state = 'open' and t.assignee is null and ${where(mine, ofTask)}`,
    );
    return { rows, unassigned };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.workload': typeof workload;
  }
}
