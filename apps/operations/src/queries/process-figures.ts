import { type Context, Day, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { processUnknown } from '../errors.ts';
import { begunIn, instancesWithin, tasksWithin, watching } from './processes.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const maybeNumber = Type.Union([Type.Number(), Type.Null()]);

/** How tasks went: of an element, a unit or a person. */
const Tasks = {
  waiting: Type.Integer({ description: 'open now' }),
  late: Type.Integer({ description: 'of these past their limit' }),
  done: Type.Integer(),
  doneLate: Type.Integer({ description: 'of these after their limit' }),
  medianHours: Type.Union([Type.Number(), Type.Null()], {
    description: 'clock hours from beginning to end, the middle task',
  }),
  slowHours: Type.Union([Type.Number(), Type.Null()], {
    description: 'nine of ten tasks took no longer; clock hours',
  }),
  used: Type.Union([Type.Number(), Type.Null()], {
    description: 'percent of the time to their limit that the tasks used, the middle one',
  }),
};

const Element = shape({
  element: Type.String(),
  name: Words,
  kind: Type.Union([Type.Literal('task'), Type.Literal('wait')]),
  role: Type.Union([Type.String(), Type.Null()]),
  ...Tasks,
});
export type ElementFigures = Static<typeof Element>;

const Holder = shape({ key: Type.String(), name: Words, ...Tasks });
export type HolderFigures = Static<typeof Holder>;

const Whole = shape({
  begun: Type.Integer(),
  running: Type.Integer(),
  completed: Type.Integer(),
  cancelled: Type.Integer(),
  late: Type.Integer({ description: 'running ones with a task past its limit' }),
  incidents: Type.Integer({ description: 'open incidents' }),
  medianHours: maybeNumber,
  slowHours: maybeNumber,
});
export type WholeFigures = Static<typeof Whole>;

export const ProcessKey = Type.String({ minLength: 1, maxLength: 100 });

/**
 * What became of the instances of one version of a process that began in a period: on the whole, by element of the
 * drawing, by unit and by person; where it waits longest stands first (business activity monitoring, LGSP 1.7).
 * Times are clock hours; how much of the limit was used goes by the limits, which count working time.
 */
export const processFigures = query({
  name: 'operations.process-figures',
  title: { vi: 'Số liệu của một quy trình', en: 'Figures of a process' },
  may: watching,
  input: shape({
    key: ProcessKey,
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'the one in force at the end of the period when not given',
      }),
    ),
    from: Day,
    to: Day,
  }),
  output: shape({
    key: Type.String(),
    version: Type.Integer(),
    versions: Type.Array(shape({ version: Type.Integer(), effectiveFrom: Type.String(), source: Type.String() })),
    whole: Whole,
    elements: Type.Array(Element),
    units: Type.Array(Holder),
    people: Type.Array(Holder, { description: 'the fifty with most tasks' }),
  }),
  async run(ctx, input) {
    const versions = await ctx.db.all<{ id: string; version: number; effectiveFrom: string; source: string }>(
      sql`select id, version, effective_from::text as "effectiveFrom", source from kernel.v_definition
          where kind = 'process' and key = ${input.key} order by version desc`,
    );
    const inForce = versions.find(({ effectiveFrom }) => effectiveFrom <= input.to) ?? versions[0];
    const shown = input.version === undefined ? inForce : versions.find((one) => one.version === input.version);
    if (!shown) throw processUnknown();
    const { whole, elements, units, people } = await figures(ctx, shown.id, input);
    return {
      key: input.key,
      version: shown.version,
      versions: versions.map(({ version, effectiveFrom, source }) => ({ version, effectiveFrom, source })),
      whole,
      elements,
      units,
      people,
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.process-figures': typeof processFigures;
  }
}

interface Figures {
  whole: WholeFigures;
  elements: ElementFigures[];
  units: HolderFigures[];
  people: HolderFigures[];
}

/** One statement: the cohort and its tasks are gathered once and counted in four ways. */
function figures(ctx: Context, definition: string, period: { from: string; to: string }): Promise<Figures> {
  const counts = sql`count(*) filter (where t.state = 'open') as waiting, count(*) filter (where t.state = 'open' and t.due_at < ${ctx.now}) as late,
      count(*) filter (where t.state = 'done') as done, count(*) filter (where t.state = 'done' and t.ended_at > t.due_at) as "doneLate",
      round((percentile_cont(0.5) within group (order by t.hours) filter (where t.state = 'done'))::numeric, 1) as "medianHours",
      round((percentile_cont(0.9) within group (order by t.hours) filter (where t.state = 'done'))::numeric, 1) as "slowHours",
      round((percentile_cont(0.5) within group (order by t.used) filter (where t.state = 'done'))::numeric, 0) as used`;
  return ctx.db.one<Figures>(
    sql`with cohort as materialized (
          select i.id, i.business_key, i.state, i.started_at, i.ended_at, extract(epoch from i.ended_at - i.started_at) / 3600 as hours
          from process.v_instance i where i.definition_id = ${definition} and ${begunIn(period)} and ${instancesWithin(ctx)}),
        tasks as materialized (
          select t.instance_id, t.element, t.name_vi, t.name_en, t.role, t.unit_id, coalesce(t.completed_by, t.assignee) as person, t.state, t.due_at, t.ended_at,
                 extract(epoch from t.ended_at - t.created_at) / 3600 as hours,
                 100 * extract(epoch from t.ended_at - t.created_at) / nullif(extract(epoch from t.due_at - t.created_at), 0) as used
          from cohort c join process.v_task t on t.business_key = c.business_key and t.instance_id = c.id
          where t.state <> 'cancelled' and ${tasksWithin(ctx)}),
        waits as materialized (
          select s.element, s.label_vi, s.label_en, case s.state when 'waiting' then 'open' else 'done' end as state, null::timestamptz as due_at, s.ended_at,
                 extract(epoch from s.ended_at - s.created_at) / 3600 as hours, null::numeric as used
          from cohort c join process.v_subscription s on s.business_key = c.business_key and s.instance_id = c.id where s.state <> 'cancelled'),
        elements as (
          select t.element, max(t.name_vi) as vi, max(t.name_en) as en, 'task' as kind, max(t.role) as role, ${counts} from tasks t group by t.element
          union all
          select t.element, max(t.label_vi), max(t.label_en), 'wait', null, ${counts} from waits t group by t.element),
        units as (select t.unit_id, ${counts} from tasks t where t.unit_id is not null group by t.unit_id),
        people as (select t.person, ${counts} from tasks t where t.person is not null group by t.person order by count(*) desc limit 50)
        select
          (select jsonb_build_object('begun', count(*), 'running', count(*) filter (where c.state = 'running'), 'completed', count(*) filter (where c.state = 'completed'),
             'cancelled', count(*) filter (where c.state = 'cancelled'),
             'late', (select count(distinct t.instance_id) from tasks t where t.state = 'open' and t.due_at < ${ctx.now}),
             'incidents', (select count(*) from process.v_incident n join cohort k on k.id = n.instance_id where n.settled_at is null),
             'medianHours', round((percentile_cont(0.5) within group (order by c.hours) filter (where c.state = 'completed'))::numeric, 1),
             'slowHours', round((percentile_cont(0.9) within group (order by c.hours) filter (where c.state = 'completed'))::numeric, 1))
           from cohort c) as whole,
          (select coalesce(jsonb_agg(to_jsonb(e) - 'vi' - 'en' || jsonb_build_object('name', jsonb_build_object('vi', e.vi, 'en', e.en))
             order by e."medianHours" desc nulls last, e.element), '[]') from elements e) as elements,
          (select coalesce(jsonb_agg(to_jsonb(u) - 'unit_id' || jsonb_build_object('key', u.unit_id::text, 'name', jsonb_build_object('vi', n.name_vi, 'en', n.name_en))
             order by u.late desc, u."medianHours" desc nulls last, n.name_vi), '[]') from units u join identity.v_unit n on n.id = u.unit_id) as units,
          (select coalesce(jsonb_agg(to_jsonb(p) - 'person' || jsonb_build_object('key', p.person::text, 'name', jsonb_build_object('vi', n.name, 'en', n.name))
             order by p.late desc, p."medianHours" desc nulls last, n.name), '[]') from people p join identity.v_person n on n.id = p.person) as people`,
  );
}
