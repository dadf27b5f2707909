import { Day, fold, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { keysOf, withMatters } from '../model/matters.ts';
import { ProcessKey } from './process-figures.ts';
import { eachInstance, lookThrough } from './latest-instances.ts';
import { instancesWithin, processTitle, watching } from './processes.ts';

export const MatterShape = shape({
  label: Type.String({ description: 'what people call it: the code of a dossier' }),
  href: Type.Union([Type.String(), Type.Null()]),
});

const Instance = shape({
  id: Type.String(),
  process: ProcessKey,
  title: shape({ vi: Type.String(), en: Type.String() }),
  version: Type.Integer(),
  owner: Type.String({ description: 'the app whose matter it is' }),
  businessKey: Type.String(),
  matter: MatterShape,
  state: Type.String(),
  startedAt: Type.Any({ description: 'date and time' }),
  endedAt: Type.Any({ description: 'date and time; null while it runs' }),
  at: Type.Array(shape({ vi: Type.String(), en: Type.String() }), {
    description: 'steps where it waits now',
  }),
  late: Type.Boolean(),
  incidents: Type.Integer(),
});
export type InstanceLine = Static<typeof Instance>;

/**
 * Instances that began in a period, the latest first: by process, version, state, the element where they wait, their
 * business key, or the value of a variable. A page that holds fewer than asked for, or none, may still have a next one: it ends
 * when a hundred thousand instances were looked at.
 */
export const listInstances = query({
  name: 'operations.list-instances',
  title: { vi: 'Các lượt chạy', en: 'Instances' },
  may: watching,
  audit: true,
  input: shape({
    from: Day,
    to: Day,
    process: Type.Optional(ProcessKey),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    state: Type.Optional(Type.Enum(['running', 'completed', 'cancelled'])),
    late: Type.Optional(Type.Boolean({ description: 'only those with an open task past its limit' })),
    incident: Type.Optional(Type.Boolean({ description: 'only those with an open incident' })),
    element: Type.Optional(Type.String({ maxLength: 200, description: 'where a token stands now' })),
    unit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'that has or had a task of it' })),
    businessKey: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'of the matter, or what people call it' }),
    ),
    variable: Type.Optional(
      Type.String({
        maxLength: 100,
        pattern: '^[\\p{L}_][\\p{L}\\p{N}_.]*$',
        description: 'name, with dots into contexts',
      }),
    ),
    value: Type.Optional(Type.String({ maxLength: 200, description: 'of that variable; accents and case do not matter' })),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ instances: Type.Array(Instance), next: Type.Union([Type.String(), Type.Null()]) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const keys = input.businessKey === undefined ? undefined : await keysOf(ctx, input.businessKey);
    // A value and not `exists`, of which the planner would make a list of all late tasks to look one up in.
    const late = sql`coalesce((select true from process.v_task t where t.instance_id = i.id and t.state = 'open' and t.due_at < ${ctx.now} limit 1), false)`;
    const narrowed = {
      ...input,
      running: input.state === 'running' || input.late === true || input.element !== undefined,
      keys,
      before: input.after,
    };
    const wanted = sql.all([
      instancesWithin(ctx),
      input.process !== undefined && sql`d.key = ${input.process}`,
      input.version !== undefined && sql`d.version = ${input.version}`,
      input.state !== undefined && sql`i.state = ${input.state}`,
      input.late && sql`i.state = 'running' and ${late}`,
      input.incident && sql`exists (select from process.v_incident n where n.instance_id = i.id and n.settled_at is null)`,
      input.element !== undefined &&
        sql`exists (select from process.v_token k where k.instance_id = i.id and k.element = ${input.element})`,
      input.unit !== undefined &&
        sql`exists (select from process.v_task t where t.business_key = i.business_key and t.instance_id = i.id and t.unit_id = ${input.unit})`,
      keys && sql`i.business_key = any(${keys}::text[])`,
      input.variable !== undefined &&
        sql`kernel.fold(i.variables #>> ${input.variable.split('.')}::text[]) = ${fold(input.value ?? '')}`,
    ]);
    const { rows, end } = await lookThrough(ctx, narrowed, limit + 1, (latest) =>
      ctx.db.all<Omit<InstanceLine, 'matter'>>(
        sql`with page as materialized (
            select i.*, d.key, d.version as definition_version, ${processTitle(sql`d.body`, sql`d.key`)} as title
            from ${eachInstance(latest)} join kernel.v_definition d on d.id = i.definition_id
            where ${wanted} order by c.id desc ${sql.raw(`limit ${limit + 1}`)})
          select i.id, i.key as process, i.title, i.definition_version as version, i.owner, i.business_key as "businessKey", i.state,
                 i.started_at as "startedAt", i.ended_at as "endedAt", i.state = 'running' and ${late} as late,
                 coalesce((select jsonb_agg(distinct jsonb_build_object('vi', w.vi, 'en', w.en)) from (
                   select t.name_vi as vi, t.name_en as en from process.v_task t where t.instance_id = i.id and t.state = 'open'
                   union all select s.label_vi, s.label_en from process.v_subscription s where s.instance_id = i.id and s.state = 'waiting') w), '[]') as at,
                 (select count(*)::int from process.v_incident n where n.instance_id = i.id and n.settled_at is null) as incidents
          from page i order by i.id desc`,
      ),
    );
    const instances = await withMatters(ctx, rows.slice(0, limit));
    ctx.note({ shown: instances.map((one) => one.id) });
    const next = rows.length > limit ? instances.at(-1)!.id : end;
    return { instances, next: next ?? null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'operations.list-instances': typeof listInstances;
  }
}
