import { type Context, Day, type Period, query, shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { visible } from '../model/dossier.ts';
import { momentsOf, UnitId } from '../model/period.ts';
import { countable } from './counted.ts';
import { ofUnit } from './groups.ts';

/** The rules of time that can be broken, each with where it stands. */
export const breachKinds = ['late', 'no-apology', 'supplement-late', 'hand-over-late', 'consultation-late'] as const;
export type BreachKind = (typeof breachKinds)[number];

const Kind = Type.Union(breachKinds.map((kind) => Type.Literal(kind)) as [ReturnType<typeof Type.Literal<BreachKind>>]);

const Breach = shape({
  kind: Kind,
  id: Type.String({ description: 'of the dossier' }),
  number: Type.String(),
  title: Type.String(),
  unit: shape({ vi: Type.String(), en: Type.String() }),
  by: Type.Union([shape({ vi: Type.String(), en: Type.String() }), Type.Null()], {
    description: 'the agency or desk that was late, when it is not the competent one',
  }),
  limit: Type.Any({ description: 'when it had to be' }),
  at: Type.Any({ description: 'when it was; null while it is not' }),
  apologised: Type.Union([Type.Boolean(), Type.Null()], { description: 'of a late result' }),
  ownerName: Type.Union([Type.String(), Type.Null()]),
  open: Type.Boolean({ description: 'the dossier itself may be opened' }),
});
export type Breach = Static<typeof Breach>;

/**
 * Where the rules of time were broken, with how often each: results after the promised date (NĐ 61/2018 Điều 19.8, 19.9)
 * and those among them without an apology, requests for supplement later than three working days (Điều 19.4), late
 * hand-overs (Điều 18) and consultations not answered in time (Điều 19.5b). A breach belongs to the period in which its
 * limit passed. For the internal assessment of Điều 30.
 */
export const listBreaches = query({
  name: 'one-stop.list-breaches',
  title: { vi: 'Vi phạm thời hạn', en: 'Breaches of time' },
  input: shape({
    from: Day,
    to: Day,
    kind: Type.Optional(Kind),
    unit: Type.Optional(UnitId),
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e7 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    rows: Type.Array(Breach),
    next: Type.Union([Type.Integer(), Type.Null()]),
    counts: shape(
      Object.fromEntries(breachKinds.map((kind) => [kind, Type.Integer()])) as Record<
        BreachKind,
        ReturnType<typeof Type.Integer>
      >,
    ),
  }),
  may: 'one-stop.view-statistics',
  audit: true,
  async run(ctx, input) {
    const limit = input.limit ?? 100;
    const after = input.after ?? 0;
    const all = breaches(ctx, input);
    const kind = input.kind ? sql`b.kind = ${input.kind}` : sql.raw("b.kind <> 'no-apology'"); // those stand among the late
    const [rows, counted] = await Promise.all([
      ctx.db.all<Breach>(
        sql`with page as materialized (select * from (${all}) b where ${kind} order by b.due, b.id, b.kind offset ${after} limit ${limit + 1})
            select p.kind, d.id, coalesce(d.code, d.reference) as number, d.title, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit,
                   case when w.id is not null then jsonb_build_object('vi', w.name_vi, 'en', w.name_en) end as by, p.due as limit, p.done as at, p.apologised,
                   case when ${visible(ctx)} then d.owner_name end as "ownerName", ${visible(ctx)} as open
            from page p join one_stop.dossier d on d.id = p.id join identity.v_unit u on u.id = d.unit_id left join identity.v_unit w on w.id = p.by
            order by p.due, p.id, p.kind`,
      ),
      ctx.db.all<{ kind: BreachKind; n: number }>(sql`select b.kind, count(*)::int as n from (${all}) b group by b.kind`),
    ]);
    const page = rows.slice(0, limit);
    ctx.note({ from: input.from, to: input.to, kind: input.kind, shown: page.map((row) => row.id) });
    const counts = Object.fromEntries(breachKinds.map((one) => [one, counted.find((row) => row.kind === one)?.n ?? 0]));
    return {
      rows: page,
      next: rows.length > limit ? after + limit : null,
      counts: counts as Record<BreachKind, number>,
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-breaches': typeof listBreaches;
  }
}

/** One row per breach: kind, dossier, who, when it had to be (`due`) and when it was (`done`). */
function breaches(ctx: Context, input: Period & { unit?: number }): Sql {
  const { from, end } = momentsOf(input);
  const { now } = ctx;
  const within = (column: string) => sql`${sql.raw(column)} >= ${from}::timestamptz and ${sql.raw(column)} < ${end}::timestamptz`;
  const scope = sql.all([countable(ctx), input.unit !== undefined && ofUnit(input.unit)]);
  // Late is what its limit passed without a result; while the clock stands still nothing is late.
  const late = sql`d.accepted_at is not null and ${within('d.due_at')} and coalesce(d.outcome, 'granted') in ('granted', 'refused')
    and (d.settled_at > d.due_at or (d.settled_at is null and d.status in (2, 4) and d.due_at < ${now}::timestamptz))`;
  const apology = sql`select from one_stop.history h where h.dossier_id = d.id and h.act = 'apologised'`;
  return sql`
    select 'late' as kind, d.id, null::int as by, d.due_at as due, d.settled_at as done, exists (${apology}) as apologised from one_stop.dossier d where ${late} and ${scope}
    union all
    select 'no-apology', d.id, null, d.due_at, d.settled_at, false from one_stop.dossier d where ${late} and not exists (${apology}) and ${scope}
    union all
    select 'supplement-late', d.id, null, h.at, h.at, null from one_stop.history h join one_stop.dossier d on d.id = h.dossier_id
      where h.act = 'supplement-requested' and (h.data ->> 'breach') = 'true' and ${within('h.at')} and ${scope}
    union all
    select 'hand-over-late', d.id, o.from_unit, o.due_at, o.made_at, null from one_stop.hand_over o join one_stop.dossier d on d.id = o.dossier_id
      where ${within('o.due_at')} and (o.made_at > o.due_at or (o.made_at is null and o.due_at < ${now}::timestamptz and d.settled_at is null)) and ${scope}
    union all
    select 'consultation-late', d.id, c.unit_id, c.due_at, c.answered_at, null from one_stop.consultation c join one_stop.dossier d on d.id = c.dossier_id
      where ${within('c.due_at')} and (c.answered_at > c.due_at or (c.answered_at is null and c.due_at < ${now}::timestamptz and d.settled_at is null)) and ${scope}`;
}
