import { tasksOf } from '@dinh/process';
import {
  type Context,
  Day,
  firstIdAt,
  type Period,
  type Placement,
  query,
  type Reach,
  reach,
  shape,
  sql,
  type Sql,
  type Text,
  where,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { momentsOf } from '../model/period.ts';

/** The permission to watch processes; its reach goes by the units whose tasks they are. */
export const watching = 'operations.view-process';

/** Which tasks `t` may be counted and shown. */
export const tasksWithin = (ctx: Pick<Context, 'principal'>): Sql => where(reach(ctx.principal, watching), placement);

const dossier = sql.raw("case when t.owner = 'one-stop' and not t.general then t.business_key::uuid end");
const ofDossier = (column: string): Sql => sql`(select d.${sql.raw(column)} from one_stop.v_dossier d where d.id = ${dossier})`;

/** Where a task `t` stands; one that is no dossier's has neither field nor class. */
export const placement: Placement = {
  unit: sql.raw('t.unit_id'),
  parties: ofDossier('units'),
  procedure: ofDossier('procedure_code'),
  field: ofDossier('business_type'),
  class: ofDossier('data_class'),
  step: tasksOf(dossier, 'one-stop').step,
};

/** Which instances `i` may be counted and shown: those in which a task was within reach. */
export function instancesWithin(ctx: Pick<Context, 'principal'>): Sql {
  const mine: Reach = reach(ctx.principal, watching);
  return mine.all
    ? sql.raw('true')
    : sql`exists (select from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id and ${where(mine, placement)})`;
}

/** Instances that began in a period, by their key: identifiers grow with time. */
export function begunIn(period: Period): Sql {
  const { from, end } = momentsOf(period);
  return sql`i.id >= ${firstIdAt(from)}::uuid and i.id < ${firstIdAt(end)}::uuid`;
}

const Line = shape({
  key: Type.String(),
  title: shape({ vi: Type.String(), en: Type.String() }),
  versions: Type.Integer({ description: 'published versions' }),
  begun: Type.Integer({ description: 'instances that began in the period' }),
  running: Type.Integer({ description: 'of these still running' }),
  late: Type.Integer({ description: 'of the running ones, with an open task past its limit' }),
  cancelled: Type.Integer({ description: 'of these cancelled' }),
  medianHours: Type.Union([Type.Number(), Type.Null()], {
    description: 'clock hours from beginning to end of the completed ones, the middle one',
  }),
});
export type ProcessLine = Static<typeof Line>;

/** Every process with what became of its instances that began in a period (business activity monitoring, LGSP 1.7). */
export const listProcesses = query({
  name: 'operations.list-processes',
  title: { vi: 'Quy trình đang chạy', en: 'Processes at work' },
  may: watching,
  input: shape({ from: Day, to: Day }),
  output: shape({
    processes: Type.Array(Line),
    incidents: Type.Integer({ description: 'open ones of all processes' }),
  }),
  async run(ctx, input) {
    const [processes, { n }] = await Promise.all([
      ctx.db.all<ProcessLine>(
        sql`with begun as materialized (
              select i.definition_id, i.state, extract(epoch from i.ended_at - i.started_at) / 3600 as hours,
                     i.state = 'running' and exists (select from process.v_task t where t.instance_id = i.id and t.state = 'open' and t.due_at < ${ctx.now}) as late
              from process.v_instance i where ${begunIn(input)} and ${instancesWithin(ctx)}),
            counted as (
              select d.key, count(*) as begun, count(*) filter (where b.state = 'running') as running, count(*) filter (where b.late) as late,
                     count(*) filter (where b.state = 'cancelled') as cancelled,
                     percentile_cont(0.5) within group (order by b.hours) filter (where b.state = 'completed') as median
              from begun b join kernel.v_definition d on d.id = b.definition_id group by d.key),
            newest as (
              select distinct on (d.key) d.key, d.body, count(*) over (partition by d.key) as versions
              from kernel.v_definition d where d.kind = 'process' order by d.key, d.version desc)
            select n.key, ${processTitle(sql`n.body`, sql`n.key`)} as title, n.versions::int, coalesce(c.begun, 0)::int as begun,
                   coalesce(c.running, 0)::int as running, coalesce(c.late, 0)::int as late, coalesce(c.cancelled, 0)::int as cancelled,
                   round(c.median::numeric, 1)::float8 as "medianHours"
            from newest n left join counted c on c.key = n.key order by coalesce(c.begun, 0) desc, n.key`,
      ),
      ctx.db.one<{ n: number }>(sql`select count(*)::int as n from process.v_incident where settled_at is null`),
    ]);
    return { processes, incidents: n };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.list-processes': typeof listProcesses;
  }
}

/** All processes by key with their names, to choose from. */
export function processChoices({ db }: Pick<Context, 'db'>): Promise<{ key: string; title: Text }[]> {
  return db.all(
    sql`select distinct on (d.key) d.key, ${processTitle(sql`d.body`, sql`d.key`)} as title
        from kernel.v_definition d where d.kind = 'process' order by d.key, d.version desc`,
  );
}

/** The names of a process as its BPMN writes them on the process element. */
export function processTitle(body: Sql, key: Sql): Sql {
  const named = (attribute: string) =>
    sql`substring(substring((${body} ->> 'bpmn') from '<(?:[a-z0-9]+:)?process [^>]*>') from ${`\\y${attribute}="([^"]*)"`})`;
  return sql`jsonb_build_object('vi', coalesce(${named('name')}, ${key}), 'en', coalesce(${named('dinh:nameEn')}, ${named('name')}, ${key}))`;
}
